package test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// noLeak is `noleak SECRET [FILE…]`: the secret stands neither in the stdout and
// stderr of the last command nor in any file of the script but those named.
func noLeak(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || len(args[0]) < 8 {
		ts.Fatalf("usage: noleak secret [file...], with a secret of at least 8 characters")
	}
	secret := args[0]
	for _, stream := range []string{"stdout", "stderr"} {
		if strings.Contains(ts.ReadFile(stream), secret) {
			ts.Fatalf("the secret stands in %s", stream)
		}
	}
	var allowed []string
	for _, name := range args[1:] {
		allowed = append(allowed, ts.MkAbs(name))
	}
	ts.Check(filepath.WalkDir(ts.Getenv("WORK"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || slices.Contains(allowed, path) {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), secret) {
			ts.Fatalf("the secret stands in %s", path)
		}
		return err
	}))
}
