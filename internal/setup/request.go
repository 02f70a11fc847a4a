package setup

import (
	"cmp"
	"fmt"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/config"
	"unictl/internal/secret"
)

// Request is what the command line says.
type Request struct {
	Providers []string              // which to set up; nil = ask, where somebody can be asked
	Set       []contexts.Assignment // settings of the context and of providers
	Store     secret.Store          // where credentials are to be kept; "" = ask, or keep none
	SkipTest  bool                  // nothing is tried at a service

	context string
}

// Target is the context that was set up.
func (r *Request) Target() string { return cmp.Or(r.context, "a context") }

// check refuses what cannot be meant. Errors: *cli.NotFoundError for an unknown
// provider, *config.UnknownKeyError, *config.SecretKeyError, *config.ValueError
// and *cli.UsageError for settings.
func (r *Request) check(providers []*cli.Provider, registry *config.Registry) error {
	known := cli.Each(providers, func(p *cli.Provider) string { return p.Name })
	for i, name := range r.Providers {
		if !slices.Contains(known, name) {
			return &cli.NotFoundError{Flag: "--provider", Noun: "provider", Text: name, Candidates: known}
		}
		if slices.Contains(r.Providers[:i], name) {
			return &cli.UsageError{Flag: "--provider", Message: name + " is named twice"}
		}
	}
	given := map[string]bool{}
	for _, a := range r.Set {
		if err := r.checkSetting(registry, a); err != nil {
			return err
		}
		if given[a.Key] {
			return &cli.UsageError{Flag: "--set", Message: a.Key + " is given twice"}
		}
		given[a.Key] = true
	}
	return nil
}

func (r *Request) checkSetting(registry *config.Registry, a contexts.Assignment) error {
	option, err := registry.Lookup(a.Key)
	if err != nil {
		return err
	}
	provider := option.Provider()
	switch {
	case option.Secret:
		return &config.SecretKeyError{Key: a.Key, Env: option.Env}
	case a.Value == "":
		return &config.ValueError{Key: a.Key, Message: "must not be empty; `unictl config unset` removes it"}
	case provider != "" && len(r.Providers) > 0 && !slices.Contains(r.Providers, provider):
		return &cli.UsageError{
			Flag: "--set", Message: fmt.Sprintf("%s is a setting of %s, which is not set up here", a.Key, provider),
			Hint: "add --provider " + provider + ", or leave the setting out",
		}
	}
	if err := option.Accept(a.Value); err != nil {
		return &config.ValueError{Key: a.Key, Message: err.Error(), Err: err}
	}
	return nil
}

// value is what --set says of a setting.
func (r *Request) value(key string) string { return valueOf(r.Set, key) }

// names reports whether the command line is about the provider.
func (r *Request) names(provider string) bool {
	return slices.Contains(r.Providers, provider) || slices.ContainsFunc(r.Set, func(a contexts.Assignment) bool {
		return config.Option{Key: a.Key}.Provider() == provider
	})
}

func valueOf(all []contexts.Assignment, key string) string {
	for _, a := range all {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}
