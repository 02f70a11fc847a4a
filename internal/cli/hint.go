package cli

import (
	"errors"
	"os"

	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// hintOf is the way out: that of the outermost error that knows one.
func hintOf(err error) (way string) {
	anyOf(err, func(e error) bool {
		way = ownHint(e)
		return way != ""
	})
	return way
}

func ownHint(err error) string {
	switch e := err.(type) { //nolint:errorlint // anyOf walks the tree
	case interface{ hint() string }:
		return e.hint()
	case *rest.Error:
		return e.Hint
	case *output.UsageError:
		return e.Hint()
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
	return is[*config.FileError](err) || is[*config.UnknownKeyError](err) || is[*config.UnknownContextError](err) ||
		is[*config.ContextNameError](err) || is[*config.SecretKeyError](err) || is[*config.ValueError](err) ||
		is[*config.ConflictError](err) || is[*config.DirectoryError](err)
}

// isSecretFault reports a credential that is there and cannot be used.
func isSecretFault(err error) bool {
	return is[*secret.InvalidError](err) || is[*secret.PermissionError](err) || is[*secret.FileError](err) ||
		is[*secret.CommandError](err) || is[*secret.KeyringError](err)
}

// cause is the system's reason without the call and the path around it.
func cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Path + ": " + path.Err.Error()
	}
	return err.Error()
}

// rootReason is the innermost cause: the system's own word.
func rootReason(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
