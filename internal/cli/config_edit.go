package cli

import (
	"bytes"
	"cmp"
	"context"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/secret"
)

// editWait is how long a change to the file waits for another process's.
const editWait = 10 * time.Second

// EditConfig is the one step of a change to the configuration file. The change
// is tried on a copy first, so that a dry run finds its faults too.
func (s *Session) EditConfig(name string, change func(*config.File) error) ([]Step, error) {
	trial, registry, err := s.loadFile()
	if err != nil {
		return nil, err
	}
	before, err := trial.Text()
	if err != nil {
		return nil, err
	}
	if err := change(trial); err != nil {
		return nil, err
	}
	if after, err := trial.Text(); err != nil || bytes.Equal(before, after) {
		return nil, err // there is nothing to change
	}
	return []Step{Local(name, trial.Path(), func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, editWait)
		defer cancel()
		return config.Edit(ctx, trial.Path(), registry, change)
	})}, nil
}

// CreateContext makes a context with settings.
func (s *Session) CreateContext(name string, set []Assignment, use bool) ([]Step, error) {
	return s.EditConfig("create context "+name, func(f *config.File) error {
		if err := f.CreateContext(name); err != nil {
			return err
		}
		for _, a := range set {
			if err := f.Set(name, a.Key, a.Value); err != nil {
				return err
			}
		}
		if use || len(f.Contexts()) == 1 && f.Current() == "" {
			return f.UseContext(name)
		}
		return nil
	})
}

// DeleteContext deletes a context, then its secrets.
func (s *Session) DeleteContext(name string) ([]Step, error) {
	return s.editBoth("delete context "+name, "delete its secrets",
		func(f *config.File) error { return f.DeleteContext(name) },
		func(ctx context.Context, stores secret.Stores, all []secret.Ref) error {
			return cmp.Or(stores.File.DeleteContext(ctx, name), usable(stores.Keyring.DeleteContext(ctx, name, all...)))
		})
}

// RenameContext renames a context, then its secrets.
func (s *Session) RenameContext(from, to string) ([]Step, error) {
	return s.editBoth("rename context "+from, "rename its secrets",
		func(f *config.File) error { return f.RenameContext(from, to) },
		func(ctx context.Context, stores secret.Stores, all []secret.Ref) error {
			return cmp.Or(stores.File.RenameContext(ctx, from, to), usable(stores.Keyring.RenameContext(ctx, from, to, all...)))
		})
}

// usable passes over a keyring that cannot be used: what it holds for a context
// stays there under its old name, and is of no use to anybody.
func usable(err error) error {
	if fault.Is[*secret.KeyringError](err) {
		return nil
	}
	return err
}

// editBoth changes the configuration, then the secrets kept beside it.
func (s *Session) editBoth(first, second string, change func(*config.File) error, follow func(context.Context, secret.Stores, []secret.Ref) error) ([]Step, error) {
	steps, err := s.EditConfig(first, change)
	if err != nil {
		return nil, err
	}
	stores, err := s.SecretStores()
	if err != nil {
		return nil, err
	}
	all, err := s.secretNames()
	if err != nil {
		return nil, err
	}
	return append(steps, Local(second, stores.File.Name(), func(ctx context.Context) error { return follow(ctx, stores, all) })), nil
}

// secretNames are all secrets that a context may have.
func (s *Session) secretNames() ([]secret.Ref, error) {
	registry, err := s.Registry()
	if err != nil {
		return nil, err
	}
	var all []secret.Ref
	for _, option := range registry.Options() {
		if option.Secret {
			all = append(all, secret.Ref{Provider: option.Provider(), Name: option.Name()})
		}
	}
	for _, p := range s.App.Providers() {
		if p.Login != nil {
			all = append(all, secret.Ref{Provider: p.Name, Name: loginRecordName}, secret.Ref{Provider: p.Name, Name: deviceName})
		}
	}
	return all, nil
}
