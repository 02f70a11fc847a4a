package secret_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"unictl/internal/secret"
)

func get(t *testing.T, file *secret.File, contextName, name string) string {
	t.Helper()
	value, found, err := file.Get(context.Background(), secret.Ref{Provider: "ixon", Context: contextName, Name: name})
	if err != nil || found != (value.Reveal() != "") || found && value.Origin() != file.Name() {
		t.Fatalf("%s: found %v from %q, error %v", name, found, value.Origin(), err)
	}
	return value.Reveal()
}

func TestFileKeepsSecrets(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "unictl", "secrets.yaml")
	file := secret.FileSource(path)
	ref := func(contextName, name string) secret.Ref {
		return secret.Ref{Provider: "ixon", Context: contextName, Name: name}
	}
	awkward := `- "x": {y}: #z '`
	check := func(step string, err error, want ...string) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		got := []string{get(t, file, "prod", "token"), get(t, file, "prod", "password"), get(t, file, "test", "token"), get(t, file, "", "token")}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s: %q, want %q", step, got, want)
		}
	}
	check("missing", nil, "", "", "", "")
	check("delete from nothing", file.Delete(ctx, ref("prod", "token")), "", "", "", "")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a delete made the file: %v", err)
	}
	check("set elsewhere", file.Set(ctx, ref("test", "token"), "0123"), "", "", "0123", "")
	check("set", file.Set(ctx, ref("prod", "token"), "one\n"), "one", "", "0123", "")
	check("set again", file.Set(ctx, ref("prod", "token"), "two"), "two", "", "0123", "")
	check("set another", file.Set(ctx, ref("prod", "password"), awkward), "two", awkward, "0123", "")
	check("set without context", file.Set(ctx, ref("", "token"), "null"), "two", awkward, "0123", "null")
	check("rename over", file.RenameContext(ctx, "prod", "test"), "", "", "two", "null")
	check("rename nothing", file.RenameContext(ctx, "prod", "test"), "", "", "two", "null")
	check("rename back", file.RenameContext(ctx, "test", "prod"), "two", awkward, "", "null")
	check("delete", file.Delete(ctx, ref("prod", "token")), "", awkward, "", "null")
	check("delete context", file.DeleteContext(ctx, "prod"), "", "", "", "null")
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
}

func TestFileSetRefuses(t *testing.T) {
	file := secret.FileSource(filepath.Join(t.TempDir(), "secrets.yaml"))
	for _, text := range []string{"", "\n", canary + "\nx", canary + "\x00", canary + "\xff"} {
		err := file.Set(context.Background(), token, text)
		var invalid *secret.InvalidError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), "ixon.token") || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: error = %v", text, err)
		}
	}
}

func TestFileRefusesOpenPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // Windows has no such permissions
	}
	path := filepath.Join(t.TempDir(), "secrets.yaml")
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o644} {
		if err := errors.Join(os.WriteFile(path, []byte("[]"), 0o600), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
		_, _, errGet := secret.FileSource(path).Get(context.Background(), token)
		errSet := secret.FileSource(path).Set(context.Background(), token, canary)
		for _, err := range []error{errGet, errSet} {
			var open *secret.PermissionError
			if !errors.As(err, &open) || open.Mode.Perm() != mode || !strings.Contains(err.Error(), `chmod 600 "`+path) {
				t.Errorf("mode %v: error = %v", mode, err)
			}
		}
	}
}

func TestFileFaultsDoNotRepeatSecrets(t *testing.T) {
	for content, want := range map[string]string{
		canary:                 ":1: must be a list of secrets",
		"- value: *" + canary:  ": not valid YAML",
		"- value: \"" + canary: "not valid YAML",
		"- " + canary:          ":1: a secret must have the keys",
		"- provider: ixon\n  value: [" + canary + "]":                                     ":2: the value of a secret must be one text",
		"- provider: ixon\n  " + canary + ": x":                                           ":2: a key is unknown",
		"- value: a\n  value: " + canary:                                                  ":2: a key is unknown or stands twice",
		"- value: " + canary:                                                              ":1: a secret must have a provider and a name",
		"- {context: prod, provider: ixon, name: token, value: \"" + canary + "\\n\\n\"}": "contains a line break",
	} {
		path := filepath.Join(t.TempDir(), "secrets.yaml")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, found, err := secret.FileSource(path).Get(context.Background(), token)
		if found || err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: found %v, error = %v\n want %s", content, found, err, want)
		}
	}
}

func TestFileWritesAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.yaml")
	var group sync.WaitGroup
	names := strings.Fields("a b c d e f g h i j k l")
	for _, name := range names {
		group.Go(func() {
			ref := secret.Ref{Provider: "ixon", Context: "prod", Name: name}
			if err := secret.FileSource(path).Set(context.Background(), ref, "value-"+name); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, name := range names {
		if got := get(t, secret.FileSource(path), "prod", name); got != "value-"+name {
			t.Errorf("%s = %q", name, got)
		}
	}
}
