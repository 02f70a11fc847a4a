//go:build unix

package bulk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Secrets go into a new file or one's own, and through no link.
func TestOwnFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	open := func(name string) (made bool, problem string) {
		file, made, err := openOwn(at(name), os.O_RDWR|os.O_APPEND)
		if err != nil {
			return made, err.Error()
		}
		_ = file.Close()
		return made, ""
	}
	if made, problem := open("new"); !made || problem != "" {
		t.Error("new:", made, problem)
	}
	if info, err := os.Stat(at("new")); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if made, problem := open("new"); made || problem != "" {
		t.Error("again:", made, problem)
	}
	for name, make := range map[string]func(from, to string) error{"symbolic": os.Symlink, "hard": os.Link} {
		if err := make(at("new"), at(name)); err != nil {
			t.Fatal(err)
		}
		if _, problem := open(name); !strings.Contains(problem, "link") {
			t.Errorf("%s: %q", name, problem)
		}
		_ = os.Remove(at(name))
	}
	if err := os.Symlink(at("nowhere"), at("dangling")); err != nil {
		t.Fatal(err)
	}
	if _, problem := open("dangling"); problem == "" {
		t.Error("a dangling link is followed")
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(at("new"), 4242, -1); err != nil {
			t.Fatal(err)
		}
		if _, problem := open("new"); !strings.Contains(problem, "another user") {
			t.Errorf("of another user: %q", problem)
		}
	}
}
