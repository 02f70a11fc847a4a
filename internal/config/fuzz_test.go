package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"unictl/internal/config"
)

// FuzzLoad: any text is either a usable file, which can be edited and is still
// usable then, or faults that name the file.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		twoContexts, commented, "", "# x\n", "contexts: [{name: a, ixon: {url: 1}}]", "a: &a [*a]\n", "<<: {}", "? [a]\n: b\n",
		"contexts:\n- name: a\n  name: b\n", "---\n---\n", "\xef\xbb\xbfcurrent: x\r\n", "current: !!binary aGk=\n", "{", "\x00",
	} {
		f.Add([]byte(seed))
	}
	registry, path := newRegistry(f), filepath.Join(f.TempDir(), "config.yaml")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := config.Load(path, registry)
		if err != nil {
			var fault *config.FileError
			if !errors.As(err, &fault) || fault.Path != path || fault.Message == "" {
				t.Fatalf("error = %#v", err)
			}
			return
		}
		_ = file.Check()
		for _, context := range file.Contexts() {
			if found, err := file.Context(context.Name); err != nil || found.Name == "" {
				t.Fatalf("context %q is listed and not found: %v", context.Name, err)
			}
		}
		before := len(file.Contexts())
		if file.CreateContext("fuzz-new") != nil {
			return // the text has a context of this name
		}
		if err := errors.Join(file.Set("fuzz-new", "ixon.company", "1234"), file.UseContext("fuzz-new"), file.DeleteContext("fuzz-new")); err != nil {
			t.Fatal(err)
		}
		if len(file.Contexts()) != before || file.Current() != "" {
			t.Fatalf("%d contexts instead of %d, current %q", len(file.Contexts()), before, file.Current())
		}
	})
}
