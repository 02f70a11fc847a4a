package config_test

import (
	"errors"
	"strings"
	"testing"

	"unictl/internal/config"
)

func TestContextIsChosen(t *testing.T) {
	path := writeFile(t, twoContexts)
	named := environ(map[string]string{"UNICTL_CONTEXT": "Prod"})
	for _, test := range []struct {
		request config.Request
		name    string
	}{
		{config.Request{Path: path, Context: "bare", ContextExplicit: true, Env: named}, "bare"},
		{config.Request{Path: path, Context: "bare", Env: named}, "bare"},
		{config.Request{Path: path, Env: named}, "Prod"},
		{config.Request{Path: path}, "prod"},
		{config.Request{Path: path, Env: environ(map[string]string{"UNICTL_CONTEXT": ""})}, "prod"},
		{config.Request{}, ""},
		{config.Request{Context: "sandbox", ContextExplicit: true}, "sandbox"},
		{config.Request{Env: environ(map[string]string{"UNICTL_CONTEXT": "sandbox"})}, "sandbox"},
		{config.Request{Path: writeFile(t, "current: sandbox\n")}, "sandbox"},
	} {
		s := resolve(t, test.request)
		if s.Context() != test.name || s.Sandbox() != (test.name == "sandbox") {
			t.Errorf("context %q, want %q", s.Context(), test.name)
		}
	}
}

func TestUnknownContext(t *testing.T) {
	path := writeFile(t, twoContexts)
	for want, request := range map[string]config.Request{
		`context "porD" does not exist in ` + path + `; did you mean "prod"?`: {Path: path, Context: "porD", ContextExplicit: true},
		`known: prod, Prod, bare`:                            {Path: path, Env: environ(map[string]string{"UNICTL_CONTEXT": "zzzzzzzz"})},
		`context "" does not`:                                {Path: path, ContextExplicit: true},
		`context "gone" does not`:                            {Path: writeFile(t, "current: gone\n")},
		"there are no contexts yet: `unictl init` makes one": {Context: "prod", ContextExplicit: true},
	} {
		request.Registry = newRegistry(t)
		if request.Env == nil {
			request.Env = environ(nil)
		}
		_, err := config.Resolve(request)
		var unknown *config.UnknownContextError
		if !errors.As(err, &unknown) || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v\n want %s", err, want)
		}
	}
}

func TestExplicitContextAgainstTheEnvironment(t *testing.T) {
	path := writeFile(t, twoContexts)
	contradicting := map[string]string{"UNICTL_IXON_COMPANY": "9999", "UNICTL_IXON_TOKEN": "CANARY", "UNICTL_OUTPUT": "json"}
	request := config.Request{
		Registry: newRegistry(t), Path: path, Context: "prod", ContextExplicit: true, Provider: "ixon", Env: environ(contradicting),
	}
	_, err := config.Resolve(request)
	var conflict *config.ConflictError
	want := "UNICTL_IXON_COMPANY=9999 contradicts --context prod, where ixon.company is 1234 (" + path +
		":8 (context prod)); unset UNICTL_IXON_COMPANY or leave out --context"
	if !errors.As(err, &conflict) || err.Error() != want {
		t.Errorf("error = %v\n want %s", err, want)
	}
	for name, change := range map[string]func(*config.Request){
		"other provider":  func(r *config.Request) { r.Provider = "intrexx" },
		"not explicit":    func(r *config.Request) { r.ContextExplicit = false },
		"flag settles it": func(r *config.Request) { r.Flags = parseFlags(t, "ixon", "--company=7777") },
		"not in context":  func(r *config.Request) { r.Context = "bare" },
		"the same value":  func(r *config.Request) { r.Env = environ(map[string]string{"UNICTL_IXON_COMPANY": "1234"}) },
		"the same address": func(r *config.Request) {
			r.Env = environ(map[string]string{"UNICTL_IXON_URL": "https://one.example/api/"})
		},
		"a secret":          func(r *config.Request) { r.Env = environ(map[string]string{"UNICTL_IXON_TOKEN": "CANARY"}) },
		"a setting of tool": func(r *config.Request) { r.Env = environ(map[string]string{"UNICTL_LABELS": "other"}) },
	} {
		request := request
		change(&request)
		if _, err := config.Resolve(request); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	request.Context, request.Provider = "Prod", ""
	request.Env = environ(map[string]string{"UNICTL_INTREXX_INSECURE": "1", "UNICTL_INTREXX_URL": "https://other.example"})
	if _, err := config.Resolve(request); err == nil || strings.Contains(err.Error(), "INSECURE") || !strings.Contains(err.Error(), "UNICTL_INTREXX_URL") {
		t.Errorf("over all providers: %v", err)
	}
}

func TestSandboxIgnoresProviderVariables(t *testing.T) {
	path := writeFile(t, twoContexts)
	variables := environ(map[string]string{
		"UNICTL_IXON_URL": "https://real.example", "UNICTL_IXON_COMPANY": "9999", "UNICTL_IXON_TOKEN": "CANARY", "UNICTL_OUTPUT": "json",
	})
	request := config.Request{Path: path, Context: "sandbox", ContextExplicit: true, Env: variables}
	s := resolve(t, request)
	if s.String("ixon.company") != "" || s.Origin("ixon.url").Kind != config.FromDefault || s.Configured("ixon") {
		t.Errorf("without an overlay: %+v", s.Entries())
	}
	request.Overlay = map[string]string{"ixon.url": "http://127.0.0.1:1/ixon/api", "ixon.company": "0000", "ixon.token": "sandbox-token"}
	s = resolve(t, request)
	if s.String("ixon.url") != "http://127.0.0.1:1/ixon/api" || s.Origin("ixon.company").Kind != config.FromSandbox || !s.Configured("ixon") {
		t.Errorf("with an overlay: %+v", s.Entries())
	}
	if s.Origin("ixon.token").Kind != config.FromSandbox || s.String("ixon.token") != "" {
		t.Errorf("token from %v", s.Origin("ixon.token"))
	}
	if s.String("output") != "json" || s.Bool("read_only") {
		t.Error("a variable of the tool is lost, or the current context counts")
	}
	request.Provider, request.Flags = "ixon", parseFlags(t, "ixon", "--company=1111")
	if got := resolve(t, request).String("ixon.company"); got != "1111" {
		t.Errorf("company = %s, want the flag's", got)
	}
	over := config.Request{Path: path, Env: variables, Overlay: request.Overlay}
	if s := resolve(t, over); !s.Sandbox() || s.String("ixon.company") != "0000" {
		t.Errorf("an overlay is not the sandbox: %+v", s.Entries())
	}
}
