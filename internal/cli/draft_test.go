package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
)

// A draft has what is not written yet, no setting of a variable, and leaves the
// file as it is.
func TestDraft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config(twoContexts)
	path := b.env["UNICTL_CONFIG"]
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b.env["UNICTL_PLANT_SITE"] = "of-a-variable"
	tree := newTree(b.App)
	s := newSession(tree, tree.root)
	draft, err := s.Draft("new", func(f *config.File) error {
		return cmp.Or(f.CreateContext("new"), f.Set("new", "plant.url", "https://new.example.com"))
	})
	if err != nil {
		t.Fatal(err)
	}
	settings, err := draft.Settings(t.Context(), "plant")
	if err != nil {
		t.Fatal(err)
	}
	if got := settings.String("plant.url"); got != "https://new.example.com" || settings.Context() != "new" {
		t.Errorf("context %s with %s", settings.Context(), got)
	}
	if got := settings.String("plant.site"); got == "of-a-variable" {
		t.Errorf("the draft takes %s from a variable", got)
	}
	if value, err := draft.Secret(t.Context(), "plant", "token"); err != nil || value != b.env["UNICTL_PLANT_TOKEN"] {
		t.Errorf("the secret is %q: %v", value, err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file was written: %s %v", after, err)
	}
	if _, err := s.Draft("sandbox", func(f *config.File) error { return f.CreateContext("sandbox") }); !fault.Is[*config.ContextNameError](err) {
		t.Errorf("a name that cannot be: %v", err)
	}
}

// lines gives a line for each read, as a terminal does.
type lines []string

func (l *lines) Read(p []byte) (int, error) {
	if len(*l) == 0 {
		return 0, io.EOF
	}
	n := copy(p, (*l)[0]+"\n")
	*l = (*l)[1:]
	return n, nil
}

func TestAsker(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	ask := func(typed ...string) *Asker {
		in := lines(typed)
		app := &App{In: &in, Err: &said, Terminal: Terminal{In: true, Err: true}, Env: func(string) (string, bool) { return "", false }}
		app.Password = func(context.Context) (string, error) { return "", io.EOF }
		return (&Session{App: app, Globals: &Globals{}, secrets: &rest.Secrets{}, preferences: map[string]string{}, told: &onceEach{}}).Asker()
	}
	if yes, err := ask("maybe", "Y").Yes(t.Context(), "really?", false); err != nil || !yes {
		t.Errorf("%v %v", yes, err)
	}
	if yes, err := ask("").Yes(t.Context(), "really?", true); err != nil || !yes {
		t.Errorf("nothing typed: %v %v", yes, err)
	}
	if text, err := ask("").Line(t.Context(), "name\x1b[31m", "prod"); err != nil || text != "prod" {
		t.Errorf("%q %v", text, err)
	}
	if strings.Contains(said.String(), "\x1b") || !strings.Contains(said.String(), "[prod]: ") || !strings.Contains(said.String(), "please answer y or n") {
		t.Errorf("it said %q", said.String())
	}
	for name, err := range map[string]error{
		"line":   second(ask().Line(t.Context(), "name", "prod")),
		"yes":    second(ask().Yes(t.Context(), "really?", true)),
		"secret": second(ask().Secret(t.Context(), "password")),
	} {
		if declined := (*fault.DeclinedError)(nil); !errors.As(err, &declined) {
			t.Errorf("%s at the end of the input: %v", name, err)
		}
	}
	if (&Session{App: &App{}, Globals: &Globals{}}).Asker() != nil {
		t.Error("somebody is asked without a terminal")
	}
}

func second[T any](_ T, err error) error { return err }
