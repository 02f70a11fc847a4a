package secret

import (
	"context"
	"errors"
	"fmt"
)

// Store is a place that keeps secrets, as `--store` names it.
type Store string

// The places that keep secrets.
const (
	StoreKeyring Store = "keyring"
	StoreFile    Store = "file"
)

// Stores is the keyring, then the file that a person chose instead. A secret is
// in one of them at a time: Set takes it out of the other. That is why a
// keyring that cannot be used hides nothing, and does not keep the file from
// being read.
type Stores struct {
	Keyring *Keyring
	File    *File
	Warn    func(message string) // may be nil; hears no secret
}

// Name is that of both.
func (s Stores) Name() string { return Chain(s.Keyring, s.File).Name() }

// Get asks the keyring, then the file. The error of a keyring that cannot be
// used is returned if the file has no such secret. Errors are those of the two.
func (s Stores) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	value, found, err := s.Keyring.Get(ctx, ref)
	var failure *KeyringError
	if found || err != nil && !errors.As(err, &failure) {
		return value, found, err
	}
	value, found, fileErr := s.File.Get(ctx, ref)
	if found || fileErr != nil {
		return value, found, fileErr
	}
	return Value{}, false, err
}

// Set keeps a secret in one place and removes it from the other. A keyring that
// cannot be used is no error of keeping it in the file: Warn hears of it.
func (s Stores) Set(ctx context.Context, store Store, ref Ref, text string) error {
	if store == StoreKeyring {
		if err := s.Keyring.Set(ctx, ref, text); err != nil {
			return err
		}
		return s.File.Delete(ctx, ref)
	}
	if err := s.File.Set(ctx, ref, text); err != nil {
		return err
	}
	err := s.Keyring.Delete(ctx, ref)
	var failure *KeyringError
	if !errors.As(err, &failure) {
		return err
	}
	if s.Warn != nil {
		s.Warn(fmt.Sprintf("%v; if it holds an older %s.%s, that comes first once it can be used", failure, ref.Provider, ref.Name))
	}
	return nil
}

// Delete removes a secret from both places.
func (s Stores) Delete(ctx context.Context, ref Ref) error {
	return errors.Join(s.File.Delete(ctx, ref), s.Keyring.Delete(ctx, ref))
}
