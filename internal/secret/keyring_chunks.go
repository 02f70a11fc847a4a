package secret

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/zalando/go-keyring"
)

// A secret of more than chunkSize bytes is kept in chunks, as Windows takes
// 2560 bytes for an entry and macOS 4096 for the whole command. Its own entry
// is then a header, and the chunks stand beside it under one of two letters: a
// Set writes those of the letter not in use, then the header, and only then
// removes the others. Wherever it is interrupted, the old secret or the new one
// is there, and the next Set or Delete finds what is left over.
const (
	chunkSize   = 2000               // bytes
	mostSecret  = 64 << 10           // bytes
	mostChunks  = 33                 // as a chunk ends with a whole character
	chunkHeader = "unictl-chunks:1:" // letter:count:checksum
	firstLetter = "a"
	otherLetter = "b"
)

// header is what stands in the secret's own entry.
type header struct {
	letter   string
	count    int
	checksum string // of the secret
}

func (h header) String() string {
	return fmt.Sprintf("%s%s:%d:%s", chunkHeader, h.letter, h.count, h.checksum)
}

// parseHeader gives false if the entry is the secret itself.
func parseHeader(entry string) (header, bool) {
	rest, ok := strings.CutPrefix(entry, chunkHeader)
	if !ok {
		return header{}, false
	}
	parts := strings.SplitN(rest, ":", 3)
	if len(parts) != 3 {
		return header{}, true // of no chunks, so that the checksum is wrong
	}
	count, err := strconv.Atoi(parts[1])
	if err != nil || count < 0 || count > mostChunks {
		count = 0
	}
	return header{letter: parts[0], count: count, checksum: parts[2]}, true
}

func checksum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

func chunkKey(key, letter string, number int) string {
	return fmt.Sprintf("%s#%s.%d", key, letter, number)
}

// chunks splits between characters.
func chunks(text string) (parts []string) {
	for len(text) > chunkSize {
		end := chunkSize
		for !utf8.RuneStart(text[end]) {
			end--
		}
		parts, text = append(parts, text[:end]), text[end:]
	}
	return append(parts, text)
}

// text reads a secret, whole. If it was set anew meanwhile, it begins again.
func (k *Keyring) text(ctx context.Context, key string) (string, error) {
	entry, err := k.entries.Get(ctx, key)
	for err == nil {
		h, split := parseHeader(entry)
		if !split {
			return entry, nil
		}
		text, joinErr := k.join(ctx, key, h)
		if joinErr != nil {
			return "", joinErr
		}
		if checksum(text) == h.checksum {
			return text, nil
		}
		before := entry
		if entry, err = k.entries.Get(ctx, key); err == nil && entry == before {
			return "", &InvalidError{Origin: k.Name(), Reason: "is incomplete: a part of it is missing or of another secret"}
		}
	}
	return "", err
}

// join gives what there is of the chunks.
func (k *Keyring) join(ctx context.Context, key string, h header) (string, error) {
	var text strings.Builder
	for number := range h.count {
		chunk, err := k.entries.Get(ctx, chunkKey(key, h.letter, number))
		if err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return "", err
		}
		text.WriteString(chunk)
	}
	return text.String(), nil
}

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
