package config

import (
	"fmt"
	"slices"

	"unictl/internal/suggest"
)

// Registry is the set of all options, in the order in which they were
// declared. It does not change and may be shared.
type Registry struct {
	options   []Option
	byKey     map[string]int
	providers []string
}

// NewRegistry checks the declarations and puts them together. A malformed
// option and a key, variable or flag that is taken are errors; a flag is taken
// when the same provider, or the tool itself, has one of that name.
func NewRegistry(options ...Option) (*Registry, error) {
	r := &Registry{options: slices.Clone(options), byKey: make(map[string]int, len(options))}
	taken := make(map[string]string)
	claim := func(what, owner string) error {
		if other, ok := taken[what]; ok {
			return fmt.Errorf("options %s and %s both have %s", other, owner, what)
		}
		taken[what] = owner
		return nil
	}
	for i, option := range options {
		if err := option.validate(); err != nil {
			return nil, err
		}
		if err := claim("key "+option.Key, option.Key); err != nil {
			return nil, err
		}
		if option.Env != "" {
			if err := claim("variable "+option.Env, option.Key); err != nil {
				return nil, err
			}
		}
		r.byKey[option.Key] = i
		if provider := option.Provider(); provider != "" && !slices.Contains(r.providers, provider) {
			r.providers = append(r.providers, provider)
		}
	}
	return r, r.checkFlags()
}

func (r *Registry) checkFlags() error {
	for _, provider := range append([]string{""}, r.providers...) {
		if _, ok := r.byKey[provider]; ok && provider != "" {
			return fmt.Errorf("%q is both a provider and the key of an option", provider)
		}
		owners := make(map[string]string)
		for _, option := range r.scope(provider) {
			if other, ok := owners[option.Flag]; ok && option.Flag != "" {
				return fmt.Errorf("options %s and %s both have flag --%s", other, option.Key, option.Flag)
			}
			owners[option.Flag] = option.Key
		}
	}
	return nil
}

// Options gives all options.
func (r *Registry) Options() []Option { return slices.Clone(r.options) }

// ForProvider gives the options of one provider; "" gives those of the
// context and the tool.
func (r *Registry) ForProvider(provider string) []Option {
	var found []Option
	for _, option := range r.options {
		if option.Provider() == provider {
			found = append(found, option)
		}
	}
	return found
}

// scope gives what a command of the provider can use: its own options and the
// common ones.
func (r *Registry) scope(provider string) []Option {
	if provider == "" {
		return r.ForProvider("")
	}
	return append(r.ForProvider(""), r.ForProvider(provider)...)
}

// Lookup finds an option by its key; the error is an *UnknownKeyError with a
// suggestion.
func (r *Registry) Lookup(key string) (Option, error) {
	if i, ok := r.byKey[key]; ok {
		return r.options[i], nil
	}
	keys := make([]string, len(r.options))
	for i, option := range r.options {
		keys[i] = option.Key
	}
	return Option{}, &UnknownKeyError{Key: key, Suggestion: suggest.Nearest(key, keys)}
}
