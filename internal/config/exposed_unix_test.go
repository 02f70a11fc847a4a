//go:build unix

package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unictl/internal/config"
)

// A configuration that others can change runs no program; its plain settings
// stand, and so does a program that only its owner can have put there.
func TestExposedConfiguration(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "it's here")
	path := filepath.Join(dir, "config.yaml")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	set := func(text string, folder, file os.FileMode) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, file), os.Chmod(dir, folder)); err != nil {
			t.Fatal(err)
		}
	}
	quotedPath, quotedDir := "'"+strings.ReplaceAll(path, "'", `'\''`)+"'", "'"+strings.ReplaceAll(dir, "'", `'\''`)+"'"
	program := "contexts:\n  - name: a\n    plant:\n      secret_command: [pass]\n"
	for _, c := range []struct {
		text         string
		folder, file os.FileMode
		way          string
	}{
		{program, 0o700, 0o600, ""},
		{program, 0o755, 0o644, ""},
		{program, 0o700, 0o602, "chmod 600 " + quotedPath},
		{program, 0o777, 0o600, "chmod go-w " + quotedDir},
		{program, 0o777 | os.ModeSticky, 0o600, ""},
		{"contexts:\n  - name: a\n    plant:\n      ca_cert: x.pem\n", 0o700, 0o606, "chmod 600 " + quotedPath},
		{"contexts:\n  - name: a\n    read_only: true\n", 0o777, 0o666, ""},
	} {
		set(c.text, c.folder, c.file)
		registry, err := config.NewRegistry(append(config.CommonOptions(), config.ProviderOptions("plant")...)...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = config.Resolve(config.Request{
			Registry: registry, Path: path, Context: "a", Env: func(string) (string, bool) { return "", false }, Provider: "plant",
		})
		open, refused := errors.AsType[*config.ExposedError](err)
		switch {
		case c.way == "" && err != nil:
			t.Errorf("%v %v: %v", c.folder, c.file, err)
		case c.way != "" && (!refused || open.Way != c.way || open.ExitCode() != 2):
			t.Errorf("%v %v: %v, want %s", c.folder, c.file, err, c.way)
		}
	}
}
