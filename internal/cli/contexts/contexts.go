// Package contexts reads and changes the contexts of the configuration, and the
// secrets kept beside them.
package contexts

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Summary is a context as `context list` shows it.
type Summary struct {
	Name      string            `json:"name"`
	Current   bool              `json:"current"`
	Providers []string          `json:"providers"`
	Guard     string            `json:"guard,omitempty"` // "read-only", "protected"
	Settings  map[string]string `json:"settings"`
}

// List gives all contexts of the file, in its order.
func List(s *session.Session) ([]Summary, error) {
	file, err := s.Settings.File()
	if err != nil {
		return nil, err
	}
	registry, err := s.Settings.Registry()
	if err != nil {
		return nil, err
	}
	all := []Summary{}
	for _, c := range file.Contexts() {
		all = append(all, summaryOf(c, file.Current(), registry))
	}
	return all, nil
}

func summaryOf(c config.Context, current string, registry *config.Registry) Summary {
	sum := Summary{Name: c.Name, Current: c.Name == current, Providers: []string{}, Settings: map[string]string{}}
	for _, option := range registry.Options() {
		value, ok := c.Value(option.Key)
		if !ok {
			continue
		}
		sum.Settings[option.Key] = withoutUser(value)
		if p := option.Provider(); p != "" && (len(sum.Providers) == 0 || sum.Providers[len(sum.Providers)-1] != p) {
			sum.Providers = append(sum.Providers, p)
		}
	}
	if sum.Settings["read_only"] == "true" {
		sum.Guard = "read-only"
	} else if sum.Settings["protected"] == "true" {
		sum.Guard = "protected"
	}
	return sum
}

// Named gives one context; "" is the one in use.
func Named(s *session.Session, name string) (rest.Item[Summary], error) {
	if name == "" {
		_, chosen, err := s.Settings.Chosen()
		if err != nil {
			return rest.Item[Summary]{}, err
		}
		name = chosen
	}
	all, err := List(s)
	if err != nil {
		return rest.Item[Summary]{}, err
	}
	for _, c := range all {
		if c.Name == name {
			return rest.Item[Summary]{Value: c}, nil
		}
	}
	return rest.Item[Summary]{}, unknown(s, name)
}

// unknown is the error for a context that a command acts on.
func unknown(s *session.Session, name string) error {
	e := &fault.NotFoundError{Noun: "context", Text: name, Target: true, Way: "`unictl init` makes one, in scripts `unictl context create NAME`"}
	if file, err := s.Settings.File(); err == nil {
		for _, c := range file.Contexts() {
			e.Candidates = append(e.Candidates, c.Name)
		}
	}
	return e
}

// Assignment is KEY=VALUE.
type Assignment struct{ Key, Value string }

// ParseAssignment reads KEY=VALUE.
func ParseAssignment(text string) (Assignment, error) {
	key, value, ok := strings.Cut(text, "=")
	if !ok || key == "" {
		return Assignment{}, errors.New("it is not KEY=VALUE") // nor repeated: it may be a secret
	}
	return Assignment{Key: key, Value: value}, nil
}

// Write is a change to one of the tool's own files.
type Write struct {
	Name string
	Path string
	Do   func(context.Context) error
}

// editWait is how long a change to the file waits for another process's.
const editWait = 10 * time.Second

// Edit is the one step of a change to the configuration file. The change
// is tried on a copy first, so that a dry run finds its faults too.
func Edit(s *session.Session, name string, change func(*config.File) error) ([]Write, error) {
	trial, registry, err := s.Settings.Load()
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
	if err := config.Replaceable(trial.Path()); err != nil {
		return nil, err
	}
	return []Write{{Name: name, Path: trial.Path(), Do: func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, editWait)
		defer cancel()
		defer s.Settings.Changed()
		return config.Edit(ctx, trial.Path(), registry, change)
	}}}, nil
}

// Create makes a context with settings.
func Create(s *session.Session, name string, set []Assignment, use bool) ([]Write, error) {
	return Edit(s, "create context "+name, func(f *config.File) error {
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

// Delete deletes a context, then its secrets.
func Delete(s *session.Session, name string) ([]Write, error) {
	return editBoth(s, "delete context "+name, "delete its secrets",
		func(f *config.File) error { return f.DeleteContext(name) },
		func(ctx context.Context, stores secret.Stores, all []secret.Ref) error {
			return cmp.Or(stores.File.DeleteContext(ctx, name), usable(stores.Keyring.DeleteContext(ctx, name, all...)))
		})
}

// Rename renames a context, then its secrets.
func Rename(s *session.Session, from, to string) ([]Write, error) {
	return editBoth(s, "rename context "+from, "rename its secrets",
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
func editBoth(s *session.Session, first, second string, change func(*config.File) error, follow func(context.Context, secret.Stores, []secret.Ref) error) ([]Write, error) {
	steps, err := Edit(s, first, change)
	if err != nil {
		return nil, err
	}
	stores, err := s.Secrets.Stores()
	if err != nil {
		return nil, err
	}
	all, err := secretNames(s)
	if err != nil {
		return nil, err
	}
	return append(steps, Write{Name: second, Path: stores.File.Name(), Do: func(ctx context.Context) error { return follow(ctx, stores, all) }}), nil
}

// secretNames are all secrets that a context may have.
func secretNames(s *session.Session) ([]secret.Ref, error) {
	registry, err := s.Settings.Registry()
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
			all = append(all, secret.Ref{Provider: p.Name, Name: session.RecordName}, secret.Ref{Provider: p.Name, Name: session.DeviceName})
		}
	}
	return all, nil
}
