package cli

import (
	"cmp"
	"os"
	"testing"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
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
