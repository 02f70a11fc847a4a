package config_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/config"
)

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func edit(t testing.TB, path string, change func(*config.File) error) error {
	t.Helper()
	return config.Edit(context.Background(), path, newRegistry(t), change)
}

func TestEditFromNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "unictl", "config.yaml")
	err := edit(t, path, func(f *config.File) error {
		return errors.Join(
			f.CreateContext("prod"), f.UseContext("prod"),
			f.Set("prod", "read_only", "1"), f.Set("prod", "ixon.company", "0123"), f.Set("prod", "ixon.url", "https://a.example"),
			f.Set("prod", "no_input", "true"), f.Set("prod", "labels", `a,"b,c",true`), f.Set("prod", "output", "json"),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `current: prod
contexts:
  - name: prod
    read_only: true
    ixon:
      company: "0123"
      url: https://a.example
    no_input: true
    labels:
      - a
      - b,c
      - "true"
    output: json
`
	if diff := cmp.Diff(want, readFile(t, path)); diff != "" {
		t.Error(diff)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v", info.Mode(), err)
	}
}

const commented = `# Settings of the team.
# Ask Ada before changing them.

current: prod # the real one
contexts:
  # production
  - name: prod
    protected: true # never again
    # IXON at the plant
    ixon:
      company: "1234" # see the contract
      url: https://one.example/api
  # for trying
  - name: test
    ixon:
      company: "5678"
# the end
`

func TestEditKeepsCommentsAndOrder(t *testing.T) {
	path := writeFile(t, commented)
	err := edit(t, path, func(f *config.File) error {
		return errors.Join(f.Set("prod", "ixon.company", "4321"), f.Set("test", "read_only", "true"), f.RenameContext("prod", "main"))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(`"1234"`, `"4321"`, "current: prod", "current: main", "name: prod", "name: main",
		`company: "5678"`, "company: \"5678\"\n    read_only: true").Replace(commented)
	if diff := cmp.Diff(want, readFile(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestEditKeepsTheCommentsOfAnEmptyFile(t *testing.T) {
	path := writeFile(t, "# mine\n\n# all mine\n")
	if err := edit(t, path, func(f *config.File) error { return f.CreateContext("a") }); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, path); !strings.HasPrefix(got, "# mine\n# all mine\n") {
		t.Errorf("file = %q", got)
	}
}

func TestEditFillsEmptyKeys(t *testing.T) {
	path := writeFile(t, "contexts: # all of them\n")
	for _, change := range []func(*config.File) error{
		func(f *config.File) error { return f.CreateContext("a") },
		func(f *config.File) error { return f.Set("a", "ixon.company", "1234") },
	} {
		if err := edit(t, path, change); err != nil {
			t.Fatal(err)
		}
	}
	if want := "contexts: # all of them\n  - name: a\n    ixon:\n      company: \"1234\"\n"; readFile(t, path) != want {
		t.Errorf("file = %q", readFile(t, path))
	}
	path = writeFile(t, "contexts:\n  - name: a\n    ixon:\n")
	if err := edit(t, path, func(f *config.File) error { return f.Set("a", "ixon.company", "1234") }); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(readFile(t, path), "ixon:\n      company: \"1234\"\n") {
		t.Errorf("file = %q", readFile(t, path))
	}
}

func TestEditOfContexts(t *testing.T) {
	path := writeFile(t, twoContexts)
	for _, step := range []struct {
		change   func(*config.File) error
		contexts string
		current  string
	}{
		{func(f *config.File) error { return f.CreateContext("new") }, "prod Prod bare new", "prod"},
		{func(f *config.File) error { return f.RenameContext("Prod", "Prod.EU") }, "prod Prod.EU bare new", "prod"},
		{func(f *config.File) error { return f.RenameContext("prod", "first") }, "first Prod.EU bare new", "first"},
		{func(f *config.File) error { return f.DeleteContext("new") }, "first Prod.EU bare", "first"},
		{func(f *config.File) error { return f.DeleteContext("first") }, "Prod.EU bare", ""},
		{func(f *config.File) error { return f.UseContext("bare") }, "Prod.EU bare", "bare"},
		{func(f *config.File) error { return f.UseContext("sandbox") }, "Prod.EU bare", "sandbox"},
		{func(f *config.File) error { return errors.Join(f.DeleteContext("bare"), f.DeleteContext("Prod.EU")) }, "", "sandbox"},
		{func(f *config.File) error { return f.CreateContext("again") }, "again", "sandbox"},
	} {
		if err := edit(t, path, step.change); err != nil {
			t.Fatal(err)
		}
		file, err := config.Load(path, newRegistry(t))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, context := range file.Contexts() {
			names = append(names, context.Name)
		}
		if got := strings.Join(names, " "); got != step.contexts || file.Current() != step.current {
			t.Errorf("contexts = %q, current = %q, want %q and %q", got, file.Current(), step.contexts, step.current)
		}
	}
	if got := readFile(t, path); !strings.Contains(got, "contexts:\n  - name: again\n") {
		t.Errorf("file = %q", got)
	}
}

func TestUnsetRemovesValueAndEmptySection(t *testing.T) {
	path := writeFile(t, twoContexts)
	err := edit(t, path, func(f *config.File) error {
		return errors.Join(f.Unset("prod", "ixon.url"), f.Unset("prod", "ixon.company"), f.Unset("prod", "read_only"),
			f.Unset("prod", "intrexx.url"), f.Unset("prod", "output"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := "  - name: prod\n    labels: [a, \"b,c\", 7]\n  - name: Prod\n"; !strings.Contains(readFile(t, path), want) {
		t.Errorf("file = %s", readFile(t, path))
	}
}

func TestEditErrors(t *testing.T) {
	path := writeFile(t, twoContexts)
	for want, change := range map[string]func(*config.File) error{
		`context "prdo" does not exist in ` + path + `; did you mean "prod"?`: func(f *config.File) error { return f.Set("prdo", "read_only", "true") },
		`known: prod, Prod, bare`:           func(f *config.File) error { return f.DeleteContext("zzzzzzzzz") },
		`context "Prod" already exists`:     func(f *config.File) error { return f.CreateContext("Prod") },
		`context "bare" already exists`:     func(f *config.File) error { return f.RenameContext("prod", "bare") },
		`"sandbox": reserved`:               func(f *config.File) error { return f.CreateContext("sandbox") },
		`must not be empty`:                 func(f *config.File) error { return f.CreateContext("") },
		`longer than 64`:                    func(f *config.File) error { return f.CreateContext(strings.Repeat("x", 65)) },
		`beginning with a letter or digit`:  func(f *config.File) error { return f.RenameContext("prod", "-x") },
		`did you mean "ixon.url"`:           func(f *config.File) error { return f.Unset("prod", "ixon.ulr") },
		`ixon.token is a secret and is not`: func(f *config.File) error { return f.Set("prod", "ixon.token", "CANARY") },
		`ixon.company: must be digits`:      func(f *config.File) error { return f.Set("prod", "ixon.company", "CANARY") },
		`insecure: must be true or false`:   func(f *config.File) error { return f.Set("prod", "ixon.insecure", "CANARY") },
		`must not contain line breaks`:      func(f *config.File) error { return f.Set("prod", "output", "CANARY\n") },
		`a user name or password`:           func(f *config.File) error { return f.Set("prod", "ixon.url", "https://u:CANARY@x") },
		`output: must not be empty`:         func(f *config.File) error { return f.Set("prod", "output", "") },
		"changed nothing":                   func(*config.File) error { return errors.New("changed nothing") },
	} {
		err := edit(t, path, change)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("error = %v, want one with %q", err, want)
		}
	}
	if diff := cmp.Diff(twoContexts, readFile(t, path)); diff != "" {
		t.Errorf("a failed edit changed the file: %s", diff)
	}
}

func TestEditOfABrokenFileLeavesIt(t *testing.T) {
	path := writeFile(t, "contexts: 7\n")
	err := edit(t, path, func(f *config.File) error { return f.CreateContext("a") })
	var fault *config.FileError
	if !errors.As(err, &fault) || readFile(t, path) != "contexts: 7\n" {
		t.Errorf("error = %v, file = %q", err, readFile(t, path))
	}
}
