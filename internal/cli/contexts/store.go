package contexts

import (
	"context"
	"errors"
	"fmt"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/secret"
)

// ParseStore reads --store.
func ParseStore(text string) (secret.Store, error) {
	switch store := secret.Store(text); store {
	case secret.StoreKeyring, secret.StoreFile:
		return store, nil
	}
	return "", fmt.Errorf("%q is neither keyring nor file", text)
}

// ChooseStore says where a secret will be kept. Without a choice it stays where
// it is now, else it goes to the keyring; a file is only ever chosen by a person.
func ChooseStore(ctx context.Context, s *session.Session, chosen secret.Store, ref secret.Ref) (secret.Store, error) {
	stores, err := s.Secrets.Stores()
	if err != nil || chosen != "" {
		return chosen, err
	}
	return usualStore(ctx, stores, ref)
}

// Keep is the step that keeps a secret in a store that was chosen.
func Keep(s *session.Session, store secret.Store, ref secret.Ref, text string) (Write, error) {
	stores, err := s.Secrets.Stores()
	if err != nil {
		return Write{}, err
	}
	place := stores.Keyring.Name()
	if store == secret.StoreFile {
		place = stores.File.Name()
		s.Terminal.Warn("the secret is kept unencrypted, readable by you alone, in the " + place)
	}
	key := ref.Provider + "." + ref.Name
	return Write{Name: "keep " + key + " of context " + ref.Context, Path: place, Do: func(ctx context.Context) error {
		return stores.Set(ctx, store, ref, text)
	}}, nil
}

// usualStore is the file for a secret that is in it already. A keyring that
// cannot be used is no reason to write a secret into a file unasked.
func usualStore(ctx context.Context, stores secret.Stores, ref secret.Ref) (secret.Store, error) {
	if _, there, err := stores.File.Get(ctx, ref); err != nil || there {
		return secret.StoreFile, err
	}
	err := stores.Keyring.Status(ctx)
	if unusable, ok := errors.AsType[*secret.KeyringError](err); ok {
		return "", &fault.UsageError{Message: "the secret has no place to go: " + unusable.Error(), Hint: "--store file keeps it in a file readable by you alone; or give it in the environment or by a secret_command"}
	}
	return secret.StoreKeyring, err
}
