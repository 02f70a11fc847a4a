package setup

import (
	"context"
	"errors"

	"unictl/internal/secret"
)

// keeping is what somebody said of where credentials go.
type keeping struct {
	decided bool
	store   secret.Store // "" = nowhere
}

// storeUsable refuses a store of the command line that keeps nothing, before
// anybody types a password for it.
func (t *sitting) storeUsable(ctx context.Context) error {
	if t.request.Store == "" || t.session.Globals.DryRun {
		return nil
	}
	stores, err := t.session.Secrets.Stores()
	if err != nil {
		return err
	}
	if t.request.Store == secret.StoreKeyring {
		return stores.Keyring.Status(ctx)
	}
	_, _, err = stores.File.Get(ctx, secret.Ref{Name: "status"})
	return err
}

// chooseStore says where the credential will be: in the store that was named,
// else where it is now, else in the keyring. A file is only ever chosen by a
// person.
func (v *service) chooseStore(ctx context.Context, name string) error {
	stores, err := v.session.Secrets.Stores()
	if err != nil {
		return err
	}
	_, inFile, err := stores.File.Get(ctx, secret.Ref{Context: v.name, Provider: v.provider.Name, Name: name})
	switch {
	case err != nil:
		return err
	case v.request.Store != "":
		v.store = v.request.Store
		return nil
	case inFile:
		v.store = secret.StoreFile
		return nil
	}
	if !v.keeping.decided {
		if err := v.decide(ctx, stores); err != nil {
			return err
		}
	}
	v.store = v.keeping.store
	return nil
}

// decide asks whether a file will do where there is no keyring.
func (t *sitting) decide(ctx context.Context, stores secret.Stores) error {
	err := stores.Keyring.Status(ctx)
	unusable, ok := errors.AsType[*secret.KeyringError](err)
	if err != nil && !ok {
		return err
	}
	store := secret.StoreKeyring
	if ok {
		t.asker.Say("  ! " + unusable.Error())
		yes, err := t.asker.Yes(ctx, "  Keep credentials unencrypted in the "+stores.File.Name()+", readable by you alone?", false)
		if err != nil {
			return err
		}
		store = secret.StoreFile
		if !yes {
			store = ""
			t.asker.Say("  they are tried, and not kept: commands need them in variables, or from a secret_command")
		}
	}
	t.keeping = keeping{decided: true, store: store}
	return nil
}
