package fault

import (
	"errors"
	"os"

	"unictl/internal/rest"
)

// Hint is the way out: that of the outermost error that knows one.
func Hint(err error) (way string) {
	AnyOf(err, func(e error) bool {
		switch e := e.(type) { //nolint:errorlint // AnyOf walks the tree
		case interface{ hint() string }: // of this package, where Hint is a member
			way = e.hint()
		case interface{ Hint() string }:
			way = e.Hint()
		case *rest.Error:
			way = e.Hint
		}
		return way != ""
	})
	return way
}

// Cause is the system's reason without the call and the path around it.
func Cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}

// RootReason is the innermost cause: the system's own word.
func RootReason(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
