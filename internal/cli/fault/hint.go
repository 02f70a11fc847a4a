package fault

import (
	"errors"
	"os"

	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// hintOf is the way out: that of the outermost error that knows one.
func Hint(err error) (way string) {
	AnyOf(err, func(e error) bool {
		way = ownHint(e)
		return way != ""
	})
	return way
}

func ownHint(err error) string {
	switch e := err.(type) { //nolint:errorlint // anyOf walks the tree
	case interface{ hint() string }: // of this package, where Hint is a member
		return e.hint()
	case interface{ Hint() string }:
		return e.Hint()
	case *rest.Error:
		return e.Hint
	case *output.UsageError:
		return e.Hint
	case *config.FileError:
		return "correct " + e.Path + ", or name another file with --config"
	case *config.ContextExistsError:
		return "choose another name, or change it with `unictl config set --context " + e.Name + "`"
	case *config.UnknownKeyError:
		return "`unictl config explain` lists the settings"
	case *secret.FileError:
		return "correct " + e.Path + ", or delete it and set its secrets again with `unictl config set`"
	case interface{ Way() string }:
		return e.Way()
	case *secret.InvalidError:
		return "set it again, as one line of plain text"
	}
	return ""
}

// isConfigFault reports bad input that came from the configuration.
func isConfigFault(err error) bool {
	return Is[*config.FileError](err) || Is[*config.UnknownKeyError](err) || Is[*config.UnknownContextError](err) ||
		Is[*config.ContextNameError](err) || Is[*config.SecretKeyError](err) || Is[*config.ValueError](err) ||
		Is[*config.ConflictError](err) || Is[*config.DirectoryError](err)
}

// isSecretFault reports a credential that is there and cannot be used.
func isSecretFault(err error) bool {
	return Is[*secret.InvalidError](err) || Is[*secret.PermissionError](err) || Is[*secret.FileError](err) ||
		Is[*secret.CommandError](err) || Is[*secret.KeyringError](err)
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
