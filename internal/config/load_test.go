package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/config"
)

func writeFile(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const twoContexts = `current: prod
contexts:
  - name: prod
    read_only: true
    labels: [a, "b,c", 7]
    ixon:
      url: https://one.example/api
      company: 1234
  - name: Prod
    output: csv
    intrexx: {url: https://two.example, insecure: true}
  - name: bare
    ixon:
    labels: ~
`

func TestLoadReadsContexts(t *testing.T) {
	file, err := config.Load(writeFile(t, twoContexts), newRegistry(t))
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ context, key, value string }
	var got []row
	for _, context := range file.Contexts() {
		for _, option := range testOptions() {
			if value, ok := context.Value(option.Key); ok {
				got = append(got, row{context.Name, option.Key, value})
			}
		}
	}
	want := []row{
		{"prod", "read_only", "true"}, {"prod", "labels", `a,"b,c",7`},
		{"prod", "ixon.url", "https://one.example/api"}, {"prod", "ixon.company", "1234"},
		{"Prod", "output", "csv"}, {"Prod", "intrexx.url", "https://two.example"}, {"Prod", "intrexx.insecure", "true"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Error(diff)
	}
	if file.Current() != "prod" || len(file.Contexts()) != 3 || file.Contexts()[1].Line != 9 {
		t.Errorf("current = %q, contexts = %+v", file.Current(), file.Contexts())
	}
	if err := file.Check(); err != nil {
		t.Error(err)
	}
}

func TestLoadOfNothingIsEmpty(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none", "config.yaml")
	for _, path := range []string{missing, "", writeFile(t, ""), writeFile(t, "# only words\n"), writeFile(t, "---\n"), writeFile(t, "contexts:\ncurrent:\n")} {
		file, err := config.Load(path, newRegistry(t))
		if err != nil || len(file.Contexts()) != 0 || file.Current() != "" {
			t.Errorf("%s: file = %+v, error = %v", path, file, err)
		}
	}
	if _, err := os.Stat(filepath.Dir(missing)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading made a directory: %v", err)
	}
}

func TestLoadNamesFileLineAndKey(t *testing.T) {
	const start = "contexts:\n  - name: prod\n"
	for name, test := range map[string]struct{ content, want string }{
		"not yaml":           {"contexts:\n\t- name: prod\n", ":2: not valid YAML: found character that cannot start any token"},
		"top unknown":        {"context: prod\n", `:1: context: unknown key; did you mean "contexts"?`},
		"context unknown":    {start + "    readonly: true\n", `:3: contexts.prod.readonly: unknown key; did you mean "read_only"?`},
		"provider unknown":   {start + "    ixom: {}\n", `:3: contexts.prod.ixom: unknown key; did you mean "ixon"?`},
		"setting unknown":    {start + "    ixon:\n      compny: 1\n", `:4: contexts.prod.ixon.compny: unknown key; did you mean "company"?`},
		"nothing like it":    {"zzzzzzzzzzzzzzzz: 1\n", ":1: zzzzzzzzzzzzzzzz: unknown key$"},
		"duplicate context":  {start + "  - name: prod\n", ":3: contexts.prod: duplicate context, first in line 2"},
		"duplicate key":      {start + "    ixon:\n      url: https://a\n      url: https://b\n", ":5: contexts.prod.ixon.url: duplicate key, first in line 4"},
		"duplicate top":      {"current: a\ncurrent: b\n", ":2: current: duplicate key, first in line 1"},
		"no name":            {"contexts:\n  - ixon: {}\n", ":2: contexts: a context without a name; begin it with `- name: NAME`"},
		"reserved name":      {"contexts:\n  - name: sandbox\n", `:2: contexts: context name "sandbox": reserved for the built-in context`},
		"bad name":           {"contexts:\n  - name: a b\n", `:2: contexts: context name "a b": must be letters`},
		"contexts a mapping": {"contexts:\n  prod: {}\n", ":2: contexts: must be a list of contexts; write each as `- name: NAME`"},
		"context a word":     {"contexts:\n  - prod\n", ":2: contexts: a context without a name"},
		"top a list":         {"- a\n", ":1: must be a mapping of keys to values"},
		"bool as text":       {start + "    read_only: maybe\n", ":3: contexts.prod.read_only: must be true or false"},
		"bool as list":       {start + "    read_only: [true]\n", ":3: contexts.prod.read_only: must be true or false"},
		"text as mapping":    {start + "    ixon: {company: {}}\n", ":3: contexts.prod.ixon.company: must be one line of text"},
		"text of two lines":  {start + "    ixon: {company: \"a\\nb\"}\n", ":3: contexts.prod.ixon.company: must be one line of text"},
		"address as number":  {start + "    ixon: {url: 30}\n", ":3: contexts.prod.ixon.url: must be an address"},
		"list of lists":      {start + "    labels: [[a]]\n", ":3: contexts.prod.labels: must be a list of texts"},
		"section a word":     {start + "    ixon: here\n", ":3: contexts.prod.ixon: must be a mapping"},
		"secret":             {start + "    ixon:\n      token: CANARY\n", ":4: contexts.prod.ixon.token: secrets are not kept in config.yaml; remove it here and use `unictl config set`, which keeps it apart, or the variable UNICTL_IXON_TOKEN"},
		"alias":              {"x: &CANARY {}\ncontexts:\n  - name: prod\n    ixon: *CANARY\n", ":4: contexts.prod.ixon: must be a mapping of keys to values; anchors and aliases are not supported"},
		"unknown alias":      {start + "    ixon: *CANARY\n", "not valid YAML: anchors and aliases are not supported"},
		"merge":              {start + "    <<: {read_only: true}\n", ":3: contexts.prod: a key must be a plain word; anchors and aliases are not supported"},
		"two documents":      {"current: a\n---\ncurrent: b\n", ":2: only one YAML document is allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, test.content)
			_, err := config.Load(path, newRegistry(t))
			var fault *config.FileError
			if !errors.As(err, &fault) || fault.Path != path {
				t.Fatalf("error = %#v, want a FileError", err)
			}
			if want, whole := strings.CutSuffix(test.want, "$"); !strings.Contains(err.Error(), want) || whole && !strings.HasSuffix(err.Error(), want) {
				t.Errorf("error = %q\n want %q", err, test.want)
			}
			if strings.Contains(err.Error(), "CANARY") {
				t.Errorf("error %q repeats a value", err)
			}
		})
	}
}

func TestLoadReportsEveryFault(t *testing.T) {
	path := writeFile(t, "colour: red\ncontexts:\n  - name: a\n    read_only: 7\n    ixon: {token: x}\n  - ixon: {}\n")
	_, err := config.Load(path, newRegistry(t))
	var got []int
	for _, line := range strings.Split(err.Error(), "\n") {
		rest := strings.TrimPrefix(line, path+":")
		got = append(got, int(rest[0]-'0'))
	}
	if diff := cmp.Diff([]int{1, 4, 5, 6}, got); diff != "" {
		t.Errorf("lines of %q: %s", err, diff)
	}
}

func TestLoadOfADirectory(t *testing.T) {
	if _, err := config.Load(t.TempDir(), newRegistry(t)); err == nil {
		t.Error("a directory was read as settings")
	}
}

func TestCheckLooksAtAllContexts(t *testing.T) {
	path := writeFile(t, "current: gone\ncontexts:\n  - name: a\n    ixon: {company: x}\n  - name: b\n    ixon: {url: ftp://x}\n")
	file, err := config.Load(path, newRegistry(t))
	if err != nil {
		t.Fatal(err)
	}
	want := path + ":1: current: no context has this name; choose one with `unictl context use NAME`\n" +
		path + ":4: contexts.a.ixon.company: must be digits\n" +
		path + ":6: contexts.b.ixon.url: must be an address such as https://host/path"
	if err := file.Check(); err == nil || err.Error() != want {
		t.Errorf("error = %v\nwant %s", err, want)
	}
}
