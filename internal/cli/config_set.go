package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/secret"
)

// SetSetting sets a value in the context in use; a secret is read from
// standard input and kept in a store.
func (s *Session) SetSetting(ctx context.Context, key, value string, store secret.Store) ([]Step, error) {
	_, name, option, err := s.chosenOption(key)
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
		return s.EditConfig("set "+key+" in context "+name, func(f *config.File) error { return f.Set(name, key, value) })
	}
	if value != "" {
		return nil, &fault.UsageError{
			Flag: "VALUE", Message: key + " is a secret and must not stand on a command line, where others can see it",
			Hint: "unictl config set " + key + " < FILE, or run it at a terminal and type it",
		}
	}
	ref := secret.Ref{Context: name, Provider: option.Provider(), Name: option.Name()}
	if store, err = s.ChooseStore(ctx, store, ref); err != nil {
		return nil, err
	}
	text := ""
	if !s.Globals.DryRun {
		if text, err = s.readSecret(ctx, key); err != nil {
			return nil, err
		}
	}
	step, err := s.KeepSecret(store, ref, text)
	return []Step{step}, err
}

// UnsetSetting removes a value or a secret from the context in use.
func (s *Session) UnsetSetting(ctx context.Context, key string) ([]Step, error) {
	_, name, option, err := s.chosenOption(key)
	if err != nil {
		return nil, err
	}
	if !option.Secret {
		return s.EditConfig("unset "+key+" in context "+name, func(f *config.File) error { return f.Unset(name, key) })
	}
	stores, err := s.SecretStores()
	if err != nil {
		return nil, err
	}
	ref := secret.Ref{Context: name, Provider: option.Provider(), Name: option.Name()}
	if _, kept, err := stores.Get(ctx, ref); err != nil || !kept {
		return nil, err
	}
	return []Step{Local("forget "+key+" of context "+name, stores.Name(), func(ctx context.Context) error { return stores.Delete(ctx, ref) })}, nil
}

func (s *Session) chosenOption(key string) (*config.File, string, config.Option, error) {
	registry, err := s.Registry()
	if err != nil {
		return nil, "", config.Option{}, err
	}
	option, err := registry.Lookup(key)
	if err != nil {
		return nil, "", config.Option{}, err
	}
	file, name, err := s.chosenContext()
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
func (s *Session) readSecret(ctx context.Context, key string) (string, error) {
	if s.App.Terminal.In {
		if !s.canAsk() {
			return "", &fault.UsageError{Message: key + " is a secret to be typed, and prompts are off", Hint: "give it on standard input"}
		}
		defer s.keepEcho()()
		_, _ = io.WriteString(s.App.Err, key+" (not shown): ")
		text, err := s.typed(ctx, func() (string, error) { return s.App.Password(ctx) })
		if err != nil {
			return "", err
		}
		_, _ = io.WriteString(s.App.Err, "\n")
		if text == "" {
			return "", &fault.UsageError{Message: "nothing was typed for " + key}
		}
		return text, nil
	}
	line, err := s.typed(ctx, func() (string, error) {
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
