package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"unictl/internal/atomicfile"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return strings.Join(found, " ")
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestWriteMakesParentsAndReplaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	path := filepath.Join(dir, "file")
	for _, content := range []string{"first, the longer one", "second", ""} {
		if err := atomicfile.Write(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != content {
			t.Errorf("content = %q, want %q", got, content)
		}
	}
	if got := names(t, dir); got != "file" {
		t.Errorf("directory holds %q, want only the file", got)
	}
}

func TestWriteSetsExactPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // Windows has no such permissions
	}
	dir := filepath.Join(t.TempDir(), "new")
	path := filepath.Join(dir, "file")
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, perm := range []fs.FileMode{0o600, 0o644, 0o666, 0o600} {
		if err := atomicfile.Write(path, []byte("x"), perm); err != nil {
			t.Fatal(err)
		}
		if got := mode(t, path); got != perm {
			t.Errorf("mode = %v, want %v", got, perm)
		}
	}
	if got := mode(t, dir); got != 0o700 {
		t.Errorf("directory mode = %v, want 0700", got)
	}
}

func TestWriteFollowsSymbolicLinks(t *testing.T) {
	for name, exists := range map[string]bool{"to a file": true, "to a file still to be made": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			target, link := filepath.Join(dir, "real", "target"), filepath.Join(dir, "link")
			if exists {
				if err := atomicfile.Write(target, []byte("old"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(filepath.Join("real", "target"), link); err != nil {
				t.Fatal(err)
			}
			if err := atomicfile.Write(link, []byte("new"), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := read(t, target); got != "new" {
				t.Errorf("target = %q, want new", got)
			}
			if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
				t.Errorf("the link was replaced: %v, %v", info, err)
			}
		})
	}
}

func TestWriteFailureLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(path, "child"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.Write(path, []byte("x"), 0o600) // a directory cannot be replaced by a file
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Fatalf("error = %v, want one that names %s", err, path)
	}
	if got := names(t, dir); got != "taken" {
		t.Errorf("directory holds %q after the failure", got)
	}
}

func TestWriteRefuses(t *testing.T) {
	dir := t.TempDir()
	file, loop := filepath.Join(dir, "file"), filepath.Join(dir, "loop")
	if err := os.WriteFile(file, []byte("keep"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"parent is a file": filepath.Join(file, "x"), "links in a circle": loop} {
		if err := atomicfile.Write(path, nil, 0o600); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	if got := read(t, file); got != "keep" {
		t.Errorf("file = %q, want it untouched", got)
	}
}
