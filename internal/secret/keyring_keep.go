package secret

import (
	"context"
	"errors"
	"strings"

	"github.com/zalando/go-keyring"
)

// keep writes a secret, in chunks if it is long or looks like their header.
func (k *Keyring) keep(ctx context.Context, key, text string) error {
	entry, unused := text, []string{firstLetter, otherLetter}
	if len(text) > chunkSize || strings.HasPrefix(text, chunkHeader) {
		letter, old, err := k.letters(ctx, key)
		if err != nil {
			return err
		}
		parts := chunks(text)
		if err := k.write(ctx, key, letter, parts); err != nil {
			return err
		}
		entry, unused = header{letter, len(parts), checksum(text)}.String(), []string{old}
	}
	if err := k.entries.Set(ctx, key, entry); err != nil {
		return err
	}
	if err := k.verify(ctx, key, text); err != nil {
		return err
	}
	for _, letter := range unused {
		if err := k.clear(ctx, key, letter); err != nil {
			return err
		}
	}
	return nil
}

// letters gives the letter that is free for chunks, and the other one.
func (k *Keyring) letters(ctx context.Context, key string) (free, used string, err error) {
	entry, err := k.entries.Get(ctx, key)
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return "", "", err
	}
	if h, split := parseHeader(entry); split && h.letter == firstLetter {
		return otherLetter, firstLetter, nil
	}
	return firstLetter, otherLetter, nil
}

// write puts chunks in the place of those that an interrupted Set left.
func (k *Keyring) write(ctx context.Context, key, letter string, parts []string) error {
	if err := k.clear(ctx, key, letter); err != nil {
		return err
	}
	for number, part := range parts {
		if err := k.entries.Set(ctx, chunkKey(key, letter, number), part); err != nil {
			return err
		}
	}
	return nil
}

// verify reads back, as not every keyring says when it did not write.
func (k *Keyring) verify(ctx context.Context, key, text string) error {
	kept, err := k.text(ctx, key)
	if errors.Is(err, keyring.ErrNotFound) || err == nil && kept != text {
		return &KeyringError{
			Reason: KeyringRefused, Limit: k.entries.limit,
			Err: errors.New("the secret could not be read back after it was written"),
		}
	}
	return err
}

// remove deletes a secret and its chunks, keyring.ErrNotFound aside.
func (k *Keyring) remove(ctx context.Context, key string) error {
	if err := k.entries.Delete(ctx, key); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	for _, letter := range []string{firstLetter, otherLetter} {
		if err := k.clear(ctx, key, letter); err != nil {
			return err
		}
	}
	return nil
}

// clear deletes the chunks of a letter from the last to the first, so that
// those that an interruption leaves are found by counting from the first.
func (k *Keyring) clear(ctx context.Context, key, letter string) error {
	count := 0
	for ; ; count++ {
		_, err := k.entries.Get(ctx, chunkKey(key, letter, count))
		if errors.Is(err, keyring.ErrNotFound) {
			break
		}
		if err != nil {
			return err
		}
	}
	for number := count - 1; number >= 0; number-- {
		err := k.entries.Delete(ctx, chunkKey(key, letter, number))
		if err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return err
		}
	}
	return nil
}
