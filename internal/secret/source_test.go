package secret_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"unictl/internal/secret"
)

func environ(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

var token = secret.Ref{Provider: "ixon", Context: "prod", Name: "token", Env: "UNICTL_IXON_TOKEN"}

func TestEnvSource(t *testing.T) {
	password := secret.Ref{Provider: "ixon", Context: "prod", Name: "password", Env: "UNICTL_IXON_PASSWORD"}
	for text, want := range map[string]string{
		"abc": "abc", "abc\n": "abc", "abc\r": "abc", "abc\r\n": "abc", "": "", "\n": "", " a b ": " a b ", "pässwörd": "pässwörd",
	} {
		source := secret.EnvSource(environ(map[string]string{"UNICTL_IXON_PASSWORD": text}))
		value, found, err := source.Get(context.Background(), password)
		if err != nil || value.Reveal() != want || found != (want != "") || found && value.Origin() != "UNICTL_IXON_PASSWORD" {
			t.Errorf("%q: %q from %q, found %v, error %v", text, value.Reveal(), value.Origin(), found, err)
		}
	}
	for _, text := range []string{canary + "\n\n", canary + "\nx", canary + "\rx", "a " + canary, "é" + canary, "\x1b" + canary, canary + "\xff", canary + "\u0085"} {
		_, found, err := secret.EnvSource(environ(map[string]string{"UNICTL_IXON_TOKEN": text})).Get(context.Background(), token)
		var invalid *secret.InvalidError
		if found || !errors.As(err, &invalid) || strings.Contains(err.Error(), canary) || !strings.Contains(err.Error(), "UNICTL_IXON_TOKEN") {
			t.Errorf("%q: found %v, error %v", text, found, err)
		}
	}
	all := secret.EnvSource(func(string) (string, bool) { return "x", true })
	if _, found, err := all.Get(context.Background(), secret.Ref{Provider: "ixon", Name: "token"}); found || err != nil {
		t.Errorf("a secret without a variable was found: %v, %v", found, err)
	}
}

// stub is a source that always answers the same.
type stub struct {
	name, text string
	err        error
}

func (s stub) Name() string { return s.name }

func (s stub) Get(context.Context, secret.Ref) (secret.Value, bool, error) {
	return secret.NewValue(s.text, s.name), s.text != "", s.err
}

func TestChain(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		sources []secret.Source
		want    string
		err     error
	}{
		{[]secret.Source{stub{name: "a", text: "1"}, stub{name: "b", text: "2"}}, "1 a", nil},
		{[]secret.Source{stub{name: "a"}, stub{name: "b", text: "2"}}, "2 b", nil},
		{[]secret.Source{stub{name: "a"}, stub{name: "b"}}, " ", nil},
		{nil, " ", nil},
		{[]secret.Source{stub{name: "a", err: broken}, stub{name: "b", text: "2"}}, " a", broken},
		{[]secret.Source{stub{name: "a", text: "1"}, stub{name: "b", err: broken}}, "1 a", nil},
	} {
		value, _, err := secret.Chain(test.sources...).Get(context.Background(), token)
		if got := value.Reveal() + " " + value.Origin(); got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%v: %q, %v", test.sources, got, err)
		}
	}
	if got := secret.Chain(stub{name: "a"}, stub{name: "b"}).Name(); got != "a, b" {
		t.Errorf("name = %q", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := secret.Chain(stub{name: "a", text: "1"}).Get(ctx, token); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
}
