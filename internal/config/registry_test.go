package config_test

import (
	"errors"
	"strings"
	"testing"

	"unictl/internal/config"
)

// digits is a check that asks for n digits.
func digits(n int) func(string) error {
	return func(value string) error {
		if len(value) != n || strings.Trim(value, "0123456789") != "" {
			return errors.New("must be digits")
		}
		return nil
	}
}

func testOptions() []config.Option {
	options := config.CommonOptions()
	options = append(options,
		config.Option{Key: "labels", Env: "UNICTL_LABELS", Flag: "labels", Kind: config.StringList},
		config.Option{Key: "ixon.url", Env: "UNICTL_IXON_URL", Flag: "url", Kind: config.URL, Default: "https://portal.example/api"},
		config.Option{Key: "ixon.company", Env: "UNICTL_IXON_COMPANY", Flag: "company", Check: digits(4), Usage: "company id"},
		config.Option{Key: "ixon.token", Env: "UNICTL_IXON_TOKEN", Secret: true},
		config.Option{Key: "intrexx.url", Env: "UNICTL_INTREXX_URL", Flag: "url", Kind: config.URL},
		config.Option{Key: "intrexx.user", Env: "UNICTL_INTREXX_USER", Flag: "user"},
	)
	options = append(options, config.ProviderOptions("ixon")...)
	return append(options, config.ProviderOptions("intrexx")...)
}

func newRegistry(t testing.TB) *config.Registry {
	t.Helper()
	registry, err := config.NewRegistry(testOptions()...)
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

func TestRegistryRefuses(t *testing.T) {
	for want, options := range map[string][]config.Option{
		"both have key ixon.url":          {{Key: "ixon.url"}, {Key: "ixon.url"}},
		"both have variable UNICTL_A":     {{Key: "a.x", Env: "UNICTL_A"}, {Key: "b.x", Env: "UNICTL_A"}},
		"a.x and a.y both have flag --f":  {{Key: "a.x", Flag: "f"}, {Key: "a.y", Flag: "f"}},
		"top and a.y both have flag --f":  {{Key: "top", Flag: "f"}, {Key: "a.y", Flag: "f"}},
		`"a" is both a provider`:          {{Key: "a"}, {Key: "a.b"}},
		"at most one dot":                 {{Key: "a.b.c"}},
		`option "Up"`:                     {{Key: "Up"}},
		"must begin with UNICTL_":         {{Key: "a", Env: "HOME"}},
		"chooses the context or the file": {{Key: "a", Env: "UNICTL_CONTEXT"}},
		"a secret has no flag":            {{Key: "a", Env: "UNICTL_A", Secret: true, Flag: "a"}},
		"a secret needs a variable":       {{Key: "a", Secret: true}},
		"default: must be true or false":  {{Key: "a", Kind: config.Bool, Default: "x"}},
		"unknown kind 99":                 {{Key: "a", Kind: 99}},
	} {
		if _, err := config.NewRegistry(options...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want one with %q", err, want)
		}
	}
}

func TestRegistryLookup(t *testing.T) {
	registry := newRegistry(t)
	option, err := registry.Lookup("ixon.company")
	if err != nil || option.Env != "UNICTL_IXON_COMPANY" || option.Provider() != "ixon" || option.Name() != "company" {
		t.Errorf("option = %+v, error = %v", option, err)
	}
	for key, suggestion := range map[string]string{
		"ixon.compnay": "ixon.company", "IXON.URL": "ixon.url", "readonly": "read_only", "zzzzzzzzz": "",
	} {
		_, err := registry.Lookup(key)
		var unknown *config.UnknownKeyError
		if !errors.As(err, &unknown) || unknown.Suggestion != suggestion {
			t.Errorf("lookup of %q: %v, want the suggestion %q", key, err, suggestion)
		}
	}
}

func TestRegistryByProvider(t *testing.T) {
	registry := newRegistry(t)
	for _, option := range registry.ForProvider("intrexx") {
		if !strings.HasPrefix(option.Key, "intrexx.") {
			t.Errorf("option %s of another provider", option.Key)
		}
	}
	if got, want := len(registry.ForProvider("intrexx")), 9; got != want {
		t.Errorf("intrexx has %d options, want %d", got, want)
	}
	if got := registry.ForProvider("")[0].Key; got != "read_only" {
		t.Errorf("first common option = %s", got)
	}
}

func TestProviderOptionsNames(t *testing.T) {
	option := config.ProviderOptions("ixon")[0]
	if option.Key != "ixon.ca_cert" || option.Env != "UNICTL_IXON_CA_CERT" || option.Flag != "ca-cert" {
		t.Errorf("option = %+v", option)
	}
}
