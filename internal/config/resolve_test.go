package config_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"unictl/internal/config"
)

func environ(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func parseFlags(t testing.TB, provider string, args ...string) *pflag.FlagSet {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	for _, option := range append(newRegistry(t).ForProvider(""), newRegistry(t).ForProvider(provider)...) {
		switch {
		case option.Flag == "":
		case option.Kind == config.Bool:
			flags.Bool(option.Flag, false, "")
		case option.Kind == config.StringList:
			flags.StringSlice(option.Flag, nil, "")
		default:
			flags.String(option.Flag, "", "")
		}
	}
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return flags
}

func resolve(t testing.TB, request config.Request) *config.Settings {
	t.Helper()
	request.Registry = newRegistry(t)
	if request.Env == nil {
		request.Env = environ(nil)
	}
	settings, err := config.Resolve(request)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// TestPrecedence goes through every combination of layers, for a setting with
// a default and one without: the value and its origin must be of one layer.
func TestPrecedence(t *testing.T) {
	for layers := range 8 {
		file, variables, args := "contexts:\n  - name: prod\n", map[string]string{}, []string{}
		url, company := config.Origin{Kind: config.FromDefault}, config.Origin{Kind: config.FromUnset}
		wantURL, wantCompany := "https://portal.example/api", ""
		path := ""
		if layers&1 != 0 {
			path = writeFile(t, file+"    ixon:\n      url: https://file.example\n      company: 1111\n")
			url = config.Origin{Kind: config.FromContext, Detail: path + ":4 (context prod)"}
			company = config.Origin{Kind: config.FromContext, Detail: path + ":5 (context prod)"}
			wantURL, wantCompany = "https://file.example", "1111"
		} else {
			path = writeFile(t, file)
		}
		if layers&2 != 0 {
			variables = map[string]string{"UNICTL_IXON_URL": "https://env.example", "UNICTL_IXON_COMPANY": "2222"}
			url = config.Origin{Kind: config.FromEnv, Detail: "UNICTL_IXON_URL"}
			company = config.Origin{Kind: config.FromEnv, Detail: "UNICTL_IXON_COMPANY"}
			wantURL, wantCompany = "https://env.example", "2222"
		}
		if layers&4 != 0 {
			args = []string{"--url=https://flag.example", "--company", "3333"}
			url = config.Origin{Kind: config.FromFlag, Detail: "--url"}
			company = config.Origin{Kind: config.FromFlag, Detail: "--company"}
			wantURL, wantCompany = "https://flag.example", "3333"
		}
		s := resolve(t, config.Request{
			Path: path, Context: "prod", Env: environ(variables), Flags: parseFlags(t, "ixon", args...), Provider: "ixon",
		})
		got := fmt.Sprint(s.String("ixon.url"), s.Origin("ixon.url"), s.String("ixon.company"), s.Origin("ixon.company"))
		want := fmt.Sprint(wantURL, url, wantCompany, company)
		if got != want || s.Configured("ixon") != (layers != 0) {
			t.Errorf("layers %03b: %s, configured %v\nwant %s", layers, got, s.Configured("ixon"), want)
		}
	}
}

func TestResolveFromTheEnvironmentAlone(t *testing.T) {
	s := resolve(t, config.Request{Env: environ(map[string]string{
		"UNICTL_IXON_COMPANY": "1234", "UNICTL_IXON_URL": "", "UNICTL_NO_INPUT": "1", "UNICTL_IXON_TOKEN": "CANARY",
	})})
	if s.Context() != "" || s.String("ixon.company") != "1234" {
		t.Errorf("context %q, company %q", s.Context(), s.String("ixon.company"))
	}
	if got := s.Origin("ixon.url"); got.Kind != config.FromDefault {
		t.Errorf("an empty variable counts: %v", got)
	}
	if !s.Bool("no_input") || s.Bool("read_only") || s.Configured("intrexx") {
		t.Errorf("no_input %v, read_only %v, intrexx %v", s.Bool("no_input"), s.Bool("read_only"), s.Configured("intrexx"))
	}
	if s.String("ixon.token") != "" || strings.Contains(fmt.Sprintf("%+v", s.Entries()), "CANARY") {
		t.Error("a secret is among the settings")
	}
}

func TestResolveKinds(t *testing.T) {
	path := writeFile(t, twoContexts+"  - name: paths\n    ixon: {ca_cert: ~/ca.pem, client_cert: certs/me.pem, client_key: /abs/key.pem}\n")
	home := environ(map[string]string{"HOME": filepath.FromSlash("/home/ada")})
	s := resolve(t, config.Request{Path: path, Context: "paths", Env: home})
	for key, want := range map[string]string{
		"ixon.ca_cert": filepath.FromSlash("/home/ada/ca.pem"), "ixon.client_cert": filepath.Join(filepath.Dir(path), "certs", "me.pem"),
		"ixon.client_key": filepath.FromSlash("/abs/key.pem"),
	} {
		if got := filepath.Clean(s.String(key)); !strings.HasSuffix(got, want) {
			t.Errorf("%s = %q, want %q", key, got, want)
		}
	}
	flags := parseFlags(t, "ixon", "--labels=x,y", "--labels", "z", "--ca-cert=here.pem", "--no-input")
	s = resolve(t, config.Request{Path: path, Context: "paths", Env: home, Flags: flags, Provider: "ixon"})
	if diff := cmp.Diff([]string{"x", "y", "z"}, s.StringList("labels")); diff != "" {
		t.Error(diff)
	}
	if s.String("ixon.ca_cert") != "here.pem" || !s.Bool("no_input") {
		t.Errorf("entries = %+v", s.Entries())
	}
	s = resolve(t, config.Request{Path: path, Context: "prod"})
	if diff := cmp.Diff([]string{"a", "b,c", "7"}, s.StringList("labels")); diff != "" || !s.Bool("read_only") {
		t.Errorf("read_only = %v, labels %s", s.Bool("read_only"), diff)
	}
}

func TestResolveReportsTheOrigin(t *testing.T) {
	path := writeFile(t, "contexts:\n  - name: prod\n    ixon:\n      company: CANARY\n")
	request := config.Request{Registry: newRegistry(t), Path: path, Provider: "ixon"}
	for want, change := range map[string]func(*config.Request){
		path + ":4 (context prod): ixon.company: must be digits": func(r *config.Request) { r.Context = "prod" },
		"UNICTL_IXON_COMPANY: ixon.company: must be digits": func(r *config.Request) {
			r.Env = environ(map[string]string{"UNICTL_IXON_COMPANY": "CANARY"})
		},
		"--company: ixon.company: must be digits": func(r *config.Request) { r.Flags = parseFlags(t, "ixon", "--company=") },
		"UNICTL_IXON_INSECURE: ixon.insecure: must be true or false": func(r *config.Request) {
			r.Env = environ(map[string]string{"UNICTL_IXON_INSECURE": "CANARY"})
		},
	} {
		request := request
		request.Env = environ(nil)
		change(&request)
		_, err := config.Resolve(request)
		var fault *config.ValueError
		if !errors.As(err, &fault) || err.Error() != want {
			t.Errorf("error = %v\n want %s", err, want)
		}
	}
	// A value that another layer covers, or of another provider, does not matter.
	resolve(t, config.Request{Path: path, Context: "prod", Env: environ(map[string]string{"UNICTL_IXON_COMPANY": "1234"})})
	resolve(t, config.Request{Path: path, Context: "prod", Provider: "intrexx"})
}

func TestEntriesOfOneProvider(t *testing.T) {
	s := resolve(t, config.Request{Provider: "intrexx", Env: environ(map[string]string{"UNICTL_IXON_TOKEN": "x"})})
	var keys []string
	for _, entry := range s.Entries() {
		keys = append(keys, entry.Key)
	}
	want := "read_only protected require_justification output no_input labels intrexx.url intrexx.user intrexx.ca_cert " +
		"intrexx.client_cert intrexx.client_key intrexx.insecure intrexx.allow_http intrexx.secret_command intrexx.secret_command_name"
	if diff := cmp.Diff(strings.Fields(want), keys); diff != "" {
		t.Error(diff)
	}
	s = resolve(t, config.Request{Env: environ(map[string]string{"UNICTL_IXON_TOKEN": "CANARY"})})
	for _, entry := range s.Entries() {
		if entry.Key == "ixon.token" {
			wanted := config.Entry{Key: "ixon.token", Secret: true, Origin: config.Origin{Kind: config.FromEnv, Detail: "UNICTL_IXON_TOKEN"}}
			if diff := cmp.Diff(wanted, entry); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestUnknownKeysPanic(t *testing.T) {
	s := resolve(t, config.Request{})
	for name, read := range map[string]func(){
		"no such key": func() { s.String("ixon.compny") },
		"other kind":  func() { s.Bool("ixon.url") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			read()
		}()
	}
}

// Two spellings of one address are one; another path is another one.
func TestBaseURL(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://h:443/api": "https://h/api", "HTTPS://H/api/": "https://h/api", "https://h:8443/api//": "https://h:8443/api",
		"http://h:80": "http://h", "https://h:80": "https://h:80", "https://h:/": "https://h", "https://[::1]:443/a": "https://[::1]/a",
		"https://h/customerA": "https://h/customerA", "https://h/customera": "https://h/customera", "https://h/a%62": "https://h/ab",
		"::": "::", "": "",
	} {
		if got := config.BaseURL(raw); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}
