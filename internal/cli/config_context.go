package cli

import (
	"errors"
	"strings"

	"unictl/internal/cli/fault"
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
	e := &fault.NotFoundError{Noun: "context", Text: name, Target: true, Way: "make one with `unictl context create NAME`"}
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
		return Assignment{}, errors.New("it is not KEY=VALUE") // nor repeated: it may be a secret
	}
	return Assignment{Key: key, Value: value}, nil
}
