package contexts

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// Setting is one setting as `config` shows it; a secret's value is never in it.
type Setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Origin string `json:"origin"` // "--company", a variable, file:line, "default", "unset"
	Secret bool   `json:"secret,omitempty"`
}

// Explain gives every setting with its origin.
func Explain(ctx context.Context, s *session.Session) ([]Setting, error) {
	settings, err := settled(ctx, s)
	if err != nil {
		return nil, err
	}
	var all []Setting
	for _, e := range settings.Entries() {
		shown := Setting{Key: e.Key, Value: withoutUser(e.Value), Origin: e.Origin.String(), Secret: e.Secret}
		if e.Secret {
			if shown.Origin, err = secretOrigin(ctx, s, e.Key); err != nil {
				return nil, err
			}
			if shown.Origin != string(config.FromUnset) {
				shown.Value = "[redacted]"
			}
		}
		all = append(all, shown)
	}
	return all, nil
}

// withoutUser hides the user name and the password of an address: it is refused
// when it is used, and may still stand in a file.
func withoutUser(value string) string {
	scheme, rest, ok := strings.Cut(value, "://")
	if at := strings.LastIndex(rest, "@"); ok && at >= 0 {
		return scheme + "://[redacted]" + rest[at:]
	}
	return value
}

// settled are the settings of all providers; a variable that contradicts an
// explicit context is told of and shown, since that is what one looks for here.
func settled(ctx context.Context, s *session.Session) (*config.Settings, error) {
	settings, err := s.Settings.Of(ctx, "")
	if !fault.Is[*config.ConflictError](err) {
		return settings, err
	}
	s.Terminal.Warn(err.Error())
	s.Settings.Explaining = true
	return s.Settings.Of(ctx, "")
}

func secretOrigin(ctx context.Context, s *session.Session, key string) (string, error) {
	provider, name, _ := strings.Cut(key, ".")
	value, err := s.Secrets.Find(ctx, provider, name)
	switch {
	case err != nil:
		return "", err
	case value.Reveal() == "":
		return string(config.FromUnset), nil
	}
	return value.Origin(), nil
}

// Explained gives one setting.
func Explained(ctx context.Context, s *session.Session, key string) (rest.Item[Setting], error) {
	registry, err := s.Settings.Registry()
	if err != nil {
		return rest.Item[Setting]{}, err
	}
	if _, err := registry.Lookup(key); err != nil {
		return rest.Item[Setting]{}, err
	}
	all, err := Explain(ctx, s)
	for _, setting := range all {
		if setting.Key == key {
			return rest.Item[Setting]{Value: setting}, nil
		}
	}
	return rest.Item[Setting]{}, err
}

// Stored gives what the file holds for the context in use.
func Stored(s *session.Session) ([]Setting, error) {
	file, name, err := s.Settings.Chosen()
	if err != nil {
		return nil, err
	}
	chosen, err := file.Context(name)
	if err != nil {
		return nil, err
	}
	registry, err := s.Settings.Registry()
	if err != nil {
		return nil, err
	}
	all := []Setting{}
	for _, option := range registry.Options() {
		if value, ok := chosen.Value(option.Key); ok {
			all = append(all, Setting{Key: option.Key, Value: withoutUser(value), Origin: fmt.Sprintf("%s (context %s)", file.Path(), name)})
		}
	}
	return all, nil
}

// Place is a file or folder that the tool uses.
type Place struct {
	What   string `json:"what"`
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
}

// Places gives the files and folders in use; those that no variable leads to
// are left out.
func Places(s *session.Session) []Place {
	var places []Place
	add := func(what, path string, err error) {
		if err == nil {
			_, missing := os.Stat(path)
			places = append(places, Place{What: what, Path: path, Exists: missing == nil})
		}
	}
	path, err := s.Settings.Path()
	add("config", path, err)
	add("secrets", config.SecretsPath(path), err)
	state, err := config.StateDir(s.App.Env)
	add("state", state, err)
	cache, err := config.CacheDir(s.App.Env)
	add("cache", cache, err)
	return places
}

// Set sets a value in the context in use; a secret is read from
// standard input and kept in a store.
func Set(ctx context.Context, s *session.Session, key, value string, store secret.Store) ([]Write, error) {
	file, name, option, err := chosenOption(s, key)
	if err != nil {
		return nil, err
	}
	if !option.Secret {
		if store != "" {
			return nil, &fault.UsageError{Flag: "--store", Message: "is for secrets, and " + key + " is none"}
		}
		if value == "" {
			return nil, &fault.UsageError{Flag: "VALUE", Message: "is missing", Hint: "usage: unictl config set " + key + " VALUE"}
		}
		return Edit(s, "set "+key+" in context "+name, func(f *config.File) error { return f.Set(name, key, value) })
	}
	if value != "" {
		return nil, &fault.UsageError{
			Flag: "VALUE", Message: key + " is a secret: on a command line others can see it",
			Hint: "unictl config set " + key + " < FILE, or run it at a terminal and type it",
		}
	}
	ref := secret.Ref{Context: name, Provider: option.Provider(), Name: option.Name()}
	if ref.Place = s.App.Provider(ref.Provider).Place(file.Own(name)); ref.Place == "" {
		return nil, &fault.UsageError{
			Message: "context " + name + " has no address for " + ref.Provider + ", and a secret is kept for one address",
			Hint:    "set it first: `unictl config set " + ref.Provider + ".url URL`",
		}
	}
	if store, err = ChooseStore(ctx, s, store, ref); err != nil {
		return nil, err
	}
	text := ""
	if !s.Globals.DryRun {
		if text, err = readSecret(ctx, s, key); err != nil {
			return nil, err
		}
		if text, err = secret.Tidy(text, ref.Name, key); err != nil {
			return nil, err
		}
	}
	step, err := Keep(s, store, ref, text)
	return []Write{step}, err
}

// Unset removes a value or a secret from the context in use.
func Unset(ctx context.Context, s *session.Session, key string) ([]Write, error) {
	_, name, option, err := chosenOption(s, key)
	if err != nil {
		return nil, err
	}
	if !option.Secret {
		return Edit(s, "unset "+key+" in context "+name, func(f *config.File) error { return f.Unset(name, key) })
	}
	stores, err := s.Secrets.Stores()
	if err != nil {
		return nil, err
	}
	ref := secret.Ref{Context: name, Provider: option.Provider(), Name: option.Name()}
	if _, kept, err := stores.Get(ctx, ref); err != nil || !kept {
		return nil, err
	}
	return []Write{{Name: "forget " + key + " of context " + name, Path: stores.Name(), Do: func(ctx context.Context) error { return stores.Delete(ctx, ref) }}}, nil
}

func chosenOption(s *session.Session, key string) (*config.File, string, config.Option, error) {
	registry, err := s.Settings.Registry()
	if err != nil {
		return nil, "", config.Option{}, err
	}
	option, err := registry.Lookup(key)
	if err != nil {
		return nil, "", config.Option{}, err
	}
	file, name, err := s.Settings.Chosen()
	if err != nil {
		return nil, "", config.Option{}, err
	}
	if _, err := file.Context(name); err != nil {
		return nil, "", config.Option{}, err
	}
	return file, name, option, nil
}

// readSecret reads one line: typed without echo at a terminal, else from
// standard input.
func readSecret(ctx context.Context, s *session.Session, key string) (string, error) {
	if s.App.Terminal.In {
		if !s.Terminal.CanAsk() {
			return "", &fault.UsageError{Message: key + " is a secret to be typed, and prompts are off", Hint: "give it on standard input"}
		}
		text, err := s.Terminal.Secret(ctx, key+" (not shown)")
		if err != nil {
			return "", err
		}
		if text == "" {
			return "", &fault.UsageError{Message: "nothing was typed for " + key}
		}
		return text, nil
	}
	line, err := s.Terminal.Typed(ctx, func() (string, error) {
		return bufio.NewReader(io.LimitReader(s.App.In, 64<<10)).ReadString('\n')
	})
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", &fault.UsageError{Message: "standard input holds no value for " + key, Hint: "unictl config set " + key + " < FILE"}
	}
	return line, nil
}
