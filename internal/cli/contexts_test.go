package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/contexts"
	"unictl/internal/cli/fault"
	"unictl/internal/config"
)

const twoContexts = "current: prod\ncontexts:\n  - name: prod\n    plant:\n      site: north\n  - name: test\n    protected: true\n"

func (b *bench) secretsFile() string {
	text, _ := os.ReadFile(config.SecretsPath(b.env["UNICTL_CONFIG"]))
	return string(text)
}

func TestSecretsAreReadNotArgued(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config(twoContexts)
	b.want(2, "set plant.token --store file "+canary, "err:must not stand on a command line", "err:unictl config set plant.token < FILE")
	b.In = strings.NewReader(canary + "\r\nmore")
	b.want(0, "set plant.token --store file -o json", `out:"changed": true`)
	if !strings.Contains(b.secretsFile(), canary) || strings.Contains(b.secretsFile(), "more") {
		t.Errorf("the file holds %q", b.secretsFile())
	}
	b.In = strings.NewReader("")
	b.want(2, "set plant.token --store file", "err:standard input holds no value for plant.token")
	b.In = strings.NewReader("")
	b.want(0, "set plant.token --store file --dry-run", "out:WRITE")
}

func TestSecretsAreTypedAtATerminal(t *testing.T) {
	t.Parallel()
	b := newBench(t).at("")
	b.config(twoContexts)
	b.Password = func(context.Context) (string, error) { return canary, nil }
	b.want(0, "set plant.token --store file", "err:plant.token (not shown): ")
	if !strings.Contains(b.secretsFile(), canary) {
		t.Errorf("the file holds %q", b.secretsFile())
	}
	b.want(2, "set plant.token --store file --no-input", "err:prompts are off", "err:give it on standard input")
	b.Password = func(context.Context) (string, error) { return "", nil }
	b.want(2, "set plant.token --store file", "err:nothing was typed")
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.Password = func(context.Context) (string, error) { select {} } // heeds nothing
	time.AfterFunc(30*time.Millisecond, cancel)
	b.want(130, "set plant.token --store file", "err:interrupted")
}

func TestSettings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config(twoContexts)
	b.want(0, "set plant.site south", "out:changed:  true")
	text, _ := os.ReadFile(b.env["UNICTL_CONFIG"])
	if !strings.Contains(string(text), "site: south") {
		t.Errorf("the file holds %s", text)
	}
	b.want(2, "set plant.site", "err:VALUE: is missing")
	b.want(2, "set plant.stie x", `err:did you mean "plant.site"?`, "err:hint: `unictl config explain`")
	b.want(2, "set plant.site x --context nope", `err:context "nope" does not exist`)
	b.want(2, "set plant.site x --context sandbox", "err:the sandbox context is built in")
	missing := filepath.Join(b.home, "missing.yaml")
	b.want(2, "plant list --config "+missing, "err:--config: "+missing, "err:hint: name a file that exists")
	b.want(2, "set plant.site x --config "+missing, "err:--config: "+missing)
	b.want(0, "plant list --context sandbox --config "+missing)
	b.want(0, "version --config "+missing)
	b.env["UNICTL_CONFIG"] = missing
	b.want(2, "plant list", "err:UNICTL_CONFIG: "+missing, "err:hint: name a file that exists")
	b.want(2, "set plant.site x", "err:UNICTL_CONFIG: "+missing)
	b.want(0, "plant list --context sandbox")
	b.want(0, "version")
	b.config("contexts: []\n")
	b.env["UNICTL_CONFIG"] = filepath.Join(b.home, "config.yaml")
	b.want(2, "set plant.site x", "err:no context is in use", "err:unictl context create NAME --use")
}

func TestExplainNeverShowsSecrets(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	all, err := contexts.Explain(t.Context(), b.session())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]contexts.Setting{}
	for _, setting := range all {
		found[setting.Key] = setting
	}
	for key, want := range map[string]contexts.Setting{
		"plant.token":    {Key: "plant.token", Value: "[redacted]", Origin: "UNICTL_PLANT_TOKEN", Secret: true},
		"plant.password": {Key: "plant.password", Origin: string(config.FromUnset), Secret: true},
		"plant.site":     {Key: "plant.site", Value: "north", Origin: "UNICTL_PLANT_SITE"},
	} {
		if found[key] != want {
			t.Errorf("%s: %+v, want %+v", key, found[key], want)
		}
	}
}

func TestContexts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config(twoContexts)
	s := b.session()
	all, err := contexts.List(s)
	if err != nil || len(all) != 2 || !all[0].Current || all[0].Settings["plant.site"] != "north" || all[1].Guard != "protected" {
		t.Errorf("contexts %+v, %v", all, err)
	}
	if found, err := contexts.Named(s, ""); err != nil || found.Value.Name != "prod" {
		t.Errorf("in use %+v, %v", found, err)
	}
	_, err = contexts.Named(s, "tset")
	if fault.Code(err) != fault.ExitNotFound || fault.Hint(err) != `did you mean "test"?` {
		t.Errorf("got %v, %s", err, fault.Hint(err))
	}
}

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
	s := b.session()
	draft, err := s.Draft("new", func(f *config.File) error {
		return cmp.Or(f.CreateContext("new"), f.Set("new", "plant.url", "https://new.example.com"))
	})
	if err != nil {
		t.Fatal(err)
	}
	settings, err := draft.Settings.Of(t.Context(), "plant")
	if err != nil {
		t.Fatal(err)
	}
	if got := settings.String("plant.url"); got != "https://new.example.com" || settings.Context() != "new" {
		t.Errorf("context %s with %s", settings.Context(), got)
	}
	if got := settings.String("plant.site"); got == "of-a-variable" {
		t.Errorf("the draft takes %s from a variable", got)
	}
	if value, err := draft.Secrets.Get(t.Context(), "plant", "token"); err != nil || value != b.env["UNICTL_PLANT_TOKEN"] {
		t.Errorf("the secret is %q: %v", value, err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file was written: %s %v", after, err)
	}
	if _, err := s.Draft("sandbox", func(f *config.File) error { return f.CreateContext("sandbox") }); !fault.Is[*config.ContextNameError](err) {
		t.Errorf("a name that cannot be: %v", err)
	}
}
