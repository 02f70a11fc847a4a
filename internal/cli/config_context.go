package cli

import (
	"context"
	"fmt"
	"strings"

	"unictl/internal/config"
	"unictl/internal/rest"
)

// ContextSummary is a context as `context list` shows it.
type ContextSummary struct {
	Name      string            `json:"name"`
	Current   bool              `json:"current"`
	Providers []string          `json:"providers"`
	Guard     string            `json:"guard,omitempty"` // "read-only", "protected"
	Settings  map[string]string `json:"settings"`
}

// Contexts gives all contexts of the file, in its order.
func (s *Session) Contexts() ([]ContextSummary, error) {
	file, err := s.File()
	if err != nil {
		return nil, err
	}
	registry, err := s.Registry()
	if err != nil {
		return nil, err
	}
	all := []ContextSummary{}
	for _, c := range file.Contexts() {
		all = append(all, summary(c, file.Current(), registry))
	}
	return all, nil
}

func summary(c config.Context, current string, registry *config.Registry) ContextSummary {
	sum := ContextSummary{Name: c.Name, Current: c.Name == current, Providers: []string{}, Settings: map[string]string{}}
	for _, option := range registry.Options() {
		value, ok := c.Value(option.Key)
		if !ok {
			continue
		}
		sum.Settings[option.Key] = value
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

// ContextNamed gives one context; "" is the one in use.
func (s *Session) ContextNamed(name string) (rest.Item[ContextSummary], error) {
	if name == "" {
		_, chosen, err := s.chosenContext()
		if err != nil {
			return rest.Item[ContextSummary]{}, err
		}
		name = chosen
	}
	all, err := s.Contexts()
	if err != nil {
		return rest.Item[ContextSummary]{}, err
	}
	for _, c := range all {
		if c.Name == name {
			return rest.Item[ContextSummary]{Value: c}, nil
		}
	}
	return rest.Item[ContextSummary]{}, s.unknownContext(name)
}

// unknownContext is the error for a context that a command acts on.
func (s *Session) unknownContext(name string) error {
	e := &NotFoundError{Noun: "context", Text: name, Target: true}
	if file, err := s.File(); err == nil {
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
		return Assignment{}, fmt.Errorf("%q is not KEY=VALUE", text)
	}
	return Assignment{Key: key, Value: value}, nil
}

// EditConfig is the one step of a change to the configuration file. The change
// is tried on a copy first, so that a dry run finds its faults too.
func (s *Session) EditConfig(name string, change func(*config.File) error) ([]Step, error) {
	registry, err := s.Registry()
	if err != nil {
		return nil, err
	}
	path, err := s.ConfigPath()
	if err != nil {
		return nil, err
	}
	trial, err := config.Load(path, registry)
	if err != nil {
		return nil, err
	}
	if err := change(trial); err != nil {
		return nil, err
	}
	return []Step{Local(name, path, func(ctx context.Context) error { return config.Edit(ctx, path, registry, change) })}, nil
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
	steps, err := s.EditConfig("delete context "+name, func(f *config.File) error { return f.DeleteContext(name) })
	if err != nil {
		return nil, err
	}
	file, err := s.SecretsFile()
	return append(steps, Local("delete its secrets", file.Name(), func(ctx context.Context) error { return file.DeleteContext(ctx, name) })), err
}

// RenameContext renames a context, then its secrets.
func (s *Session) RenameContext(from, to string) ([]Step, error) {
	steps, err := s.EditConfig("rename context "+from, func(f *config.File) error { return f.RenameContext(from, to) })
	if err != nil {
		return nil, err
	}
	file, err := s.SecretsFile()
	return append(steps, Local("rename its secrets", file.Name(), func(ctx context.Context) error { return file.RenameContext(ctx, from, to) })), err
}
