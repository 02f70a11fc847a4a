package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"unictl/internal/cli/contexts"
	"unictl/internal/config"
)

// Who may do what with a file, beside its owner.
const (
	mayRead   fs.FileMode = 0o044
	mayChange fs.FileMode = 0o022
	mayAll    fs.FileMode = 0o077
	everybody fs.FileMode = 0o002
)

// files looks at what is on disk and who can get at it.
func (e *examination) files() {
	places := contexts.Places(e.session)
	for _, place := range places {
		info, err := os.Stat(place.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			e.add(OK, place.What, place.Path+" (not there yet)", "")
		case err != nil:
			e.fault(place.What, err, "make it readable, or name another place")
		default:
			status, trouble, next := exposure(place, info)
			e.add(status, place.What, place.Path+trouble, next)
		}
	}
	if len(places) == 0 {
		e.add(Note, "files", "no home folder is known, so only variables and flags count", "set HOME, or UNICTL_CONFIG and XDG_STATE_HOME")
	}
}

// exposure says what others than the owner can do with a place, and the way
// out. Windows keeps a user's folders to the user by other means.
func exposure(place contexts.Place, info fs.FileInfo) (status Status, trouble, next string) {
	mode := info.Mode()
	has := func(bits fs.FileMode) bool { return mode&bits != 0 && runtime.GOOS != "windows" }
	switch place.What {
	case "secrets":
		if has(mayAll) {
			return Problem, " can be read by others", closing("600", place.Path)
		}
	case "config":
		switch {
		case has(mayChange):
			return Problem, " can be changed by others, who could send your credentials elsewhere", closing("600", place.Path)
		case openFolder(filepath.Dir(place.Path)):
			return Problem, " can be replaced by others, since they may write in its folder", closing("go-w", filepath.Dir(place.Path))
		case config.Exposed(place.Path) != nil:
			open := config.Exposed(place.Path)
			return Problem, ": " + open.Path + " " + open.Cause, open.Way
		case has(mayRead):
			return Note, " can be read by others; no secret is in it", closing("600", place.Path)
		}
	default:
		if has(mayChange) {
			return Problem, " can be changed by others", closing("700", place.Path)
		}
		if n, first := exposed(place.Path); n > 0 {
			return Problem, sum(n, " holds a file that others can read: ", " holds %d files that others can read, one is ") + first,
				closing("-R go-rwx", place.Path)
		}
	}
	return OK, "", ""
}

// openFolder reports a folder in which everybody may replace the files of
// others: one such as /tmp does not allow that.
func openFolder(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && runtime.GOOS != "windows" && info.Mode()&everybody != 0 && info.Mode()&fs.ModeSticky == 0
}

// exposed counts the files below dir that others can read or change; first is
// one of them, from dir.
func exposed(dir string) (n int, first string) {
	if runtime.GOOS == "windows" {
		return 0, ""
	}
	walk(dir, func(path string, info fs.FileInfo) {
		if info.Mode()&mayAll == 0 {
			return
		}
		if n++; n == 1 {
			first = path
		}
	})
	return n, first
}

// closing is the command that takes rights away from others.
func closing(how, path string) string { return "chmod " + how + " " + shellWord(path) }
