//go:build unix

package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Two downloads to one path: the one whose part was taken over fails, and does
// not bring half of the other's into place.
func TestTwoDownloadsToOnePath(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	path := filepath.Join(folder, "r")
	b.service.on("GET /report", whileItRuns(func() {
		if err := os.Remove(path + ".part"); err != nil {
			t.Error(err)
		}
		writeText(t, folder, "r.part", "half of the oth")
	}))
	for _, flag := range []string{"", " --overwrite"} {
		b.want(1, "works fetch "+path+flag, "err:r.part cannot be written: another download to the same file has taken its place")
		holds(t, folder, map[string]string{"r.part": "half of the oth"})
	}
}

func TestAFolderThatVanishes(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	b.service.on("GET /report", whileItRuns(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	}))
	b.want(1, "works fetch "+filepath.Join(folder, "r"), "err:r.part cannot be written: no such file or directory", "out!sha")
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
