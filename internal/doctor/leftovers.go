package doctor

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"unictl/internal/cli/contexts"
)

// mostFiles is how many files of one folder are looked at.
const mostFiles = 10_000

// abandoned is the age from which nobody is writing a temporary file any more.
const abandoned = time.Hour

// leftovers looks for temporary files of runs that were stopped. Lock files
// stay by design.
func (e *examination) leftovers() {
	var found []string
	for _, place := range contexts.Places(e.session) {
		see := func(path string, info fs.FileInfo) {
			if isTemporary(info.Name()) && e.session.App.Now().Sub(info.ModTime()) > abandoned {
				found = append(found, path)
			}
		}
		switch place.What {
		case "config", "secrets": // their folder may be somebody else's
			beside(place.Path, see)
		default:
			walk(place.Path, func(path string, info fs.FileInfo) { see(filepath.Join(place.Path, path), info) })
		}
	}
	if n := len(found); n > 0 {
		e.add(Note, "leftovers", sum(n, "a stopped run left ", "stopped runs left %d unfinished files, one is ")+found[0],
			"delete what is called .*.tmp in "+filepath.Dir(found[0]))
	}
}

// beside visits the temporary files of one file.
func beside(path string, visit func(path string, info fs.FileInfo)) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && strings.HasPrefix(entry.Name(), "."+filepath.Base(path)+".") {
			visit(filepath.Join(filepath.Dir(path), entry.Name()), info)
		}
	}
}

// isTemporary reports the name of a file that is being written and will be
// renamed.
func isTemporary(name string) bool {
	return strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".tmp")
}

// walk visits the regular files below dir, by their path from there; what
// cannot be read is passed over.
func walk(dir string, visit func(path string, info fs.FileInfo)) {
	left := mostFiles
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if left--; left < 0 {
			return filepath.SkipAll
		}
		if err != nil || !entry.Type().IsRegular() {
			return nil //nolint:nilerr // the rest is still worth a look
		}
		if info, err := entry.Info(); err == nil {
			from, _ := filepath.Rel(dir, path)
			visit(from, info)
		}
		return nil
	})
}

// sum is one, or many with the number put in.
func sum(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// shellWord quotes what a shell would take apart.
func shellWord(path string) string {
	if strings.ContainsAny(path, " \t'\"\\$`&;()<>|!#") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}
