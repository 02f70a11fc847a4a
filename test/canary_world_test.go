package test

import (
	"flag"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/config"
	"unictl/internal/sandbox"
)

// canaryWorld is what all runs share: the embedded services, their credentials,
// and what their lists hold.
type canaryWorld struct {
	state    []byte       // of the services, as a file
	services http.Handler // of services that no run changes
	settings map[string]map[string]string
	ids      map[string]string // of canaryLists
	bodies   map[string]string // of canaryBodies
	options  []config.Option   // of all providers
}

func newCanaryWorld(t *testing.T) *canaryWorld {
	t.Helper()
	w := &canaryWorld{ids: map[string]string{}, bodies: map[string]string{}}
	for _, p := range cmd.New(cli.Version{}).Providers() {
		w.options = append(w.options, p.Options...)
	}
	path := filepath.Join(t.TempDir(), "sandbox.db")
	opened := w.open(t, path, rand.NewChaCha8([32]byte{})) // the same people and ids each time
	if _, err := opened.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	w.settings, w.services = opened.Settings(), opened.Handler()
	server := &canaryServer{services: w.services}
	desk := newCanaryDesk(t, w)
	desk.write("password", canaryNew)
	run := canaryRun{server: server, source: fromEnvironment}
	for key, list := range canaryLists() {
		printed := strings.Fields(desk.output(run, append(strings.Fields(list), "-o", "name")))
		if len(printed) == 0 {
			t.Fatalf("%q lists nothing", list)
		}
		w.ids[key] = printed[len(printed)-1]
	}
	w.ids["iot invites mine EMAIL"] = w.settings["iot"]["user"]
	for leaf, get := range canaryBodies() {
		group, _, _ := strings.Cut(leaf, " ")
		words := strings.Fields(get)
		for i, word := range words {
			if id, ok := w.ids[group+" "+word]; ok {
				words[i] = id
			}
		}
		w.bodies[leaf] = desk.output(run, append(words, "--reveal", "-o", "json", "--jq", "if type == \"array\" then .[0] else . end | .canary_password = "+strconv.Quote(canaryNew)+" | del(.id, .guid, .group_id)"))
	}
	if w.settings["iot"]["token"] = server.tokenOf("iot"); w.settings["iot"]["token"] == "" {
		t.Fatal("no sign-in to the platform was seen")
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	w.state = must(os.ReadFile(path))(t)
	w.services = w.fresh(t, path)
	return w
}

// open opens a state; chance is where ids and secrets come from.
func (w *canaryWorld) open(t *testing.T, path string, chance io.Reader) *sandbox.Sandbox {
	t.Helper()
	return must(sandbox.Open(t.Context(), sandbox.Options{StatePath: path, NoSync: true, Scrambled: true, Rand: chance}))(t)
}

// fresh are services in the state that all runs begin with.
func (w *canaryWorld) fresh(t *testing.T, path string) http.Handler {
	t.Helper()
	if err := os.WriteFile(path, w.state, 0o600); err != nil {
		t.Fatal(err)
	}
	opened := w.open(t, path, nil)
	t.Cleanup(func() { _ = opened.Close() })
	if _, err := opened.Start("127.0.0.1:0"); err != nil { // which prepares what it says of itself
		t.Fatal(err)
	}
	return opened.Handler()
}

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// canaryBodies are the documents that commands write: those that another one
// reads, with a secret more.
func canaryBodies() map[string]string {
	return map[string]string{
		"intrexx settings set": "intrexx settings get", "intrexx reports-engine set": "intrexx reports-engine get",
		"intrexx export-config set": "intrexx export-config get", "intrexx scheduler config set": "intrexx scheduler config get",
		"intrexx scheduler jobs create": "intrexx scheduler jobs get JOB", "intrexx scheduler jobs update": "intrexx scheduler jobs get JOB",
		"intrexx mail create": "intrexx mail get SERVICE", "intrexx mail update": "intrexx mail get SERVICE",
		"intrexx mail status set": "intrexx mail status get SERVICE",
		"intrexx groups create":   "intrexx groups get 4", "intrexx users update": "intrexx users get USER",
	}
}

// canarySource is where a run's secrets come from.
type canarySource int

const (
	fromEnvironment canarySource = iota
	fromCommand
	fromFile
)

// canarySources are taken in turn; starting programs takes longest.
func canarySources() []canarySource {
	return []canarySource{fromEnvironment, fromFile, fromEnvironment, fromCommand, fromFile, fromEnvironment, fromFile}
}

// variables are what a run's secrets and settings are called, with the values
// that the services gave.
func (w *canaryWorld) variables(base string) (settings, secrets map[string]string) {
	settings, secrets = map[string]string{}, map[string]string{}
	for _, o := range w.options {
		provider, name, _ := strings.Cut(o.Key, ".")
		value, ok := w.settings[provider][name]
		switch {
		case !ok:
		case o.Secret:
			secrets[o.Env] = value
		case name == "url":
			_, path, _ := strings.Cut(value[len("http://"):], "/")
			settings[o.Env] = base + "/" + path
		case o.Env != "":
			settings[o.Env] = value
		}
	}
	return settings, secrets
}

// runPattern is what -run was given.
func runPattern() string {
	if f := flag.Lookup("test.run"); f != nil {
		return f.Value.String()
	}
	return ""
}
