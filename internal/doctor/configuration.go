package doctor

import (
	"errors"

	"unictl/internal/config"
)

// configuration reads the file as every command would.
func (e *examination) configuration() {
	file, err := e.session.Settings.File()
	var homeless *config.DirectoryError
	switch {
	case errors.As(err, &homeless): // noted with the files
		return
	case err != nil:
		e.fault("configuration", err, "correct the file, or name another one with --config")
		return
	}
	if err := file.Check(); err != nil {
		e.fault("configuration", err, "correct "+file.Path())
	}
	switch name := e.session.Settings.ContextName(); {
	case name != "":
		e.add(OK, "context", name+" (asked for)", "")
	case file.Current() != "":
		e.add(OK, "context", file.Current()+" (current)", "")
	case len(file.Contexts()) > 0:
		e.add(Note, "context", "none is in use", "unictl context use NAME")
	default:
		e.add(Note, "context", "there are none yet", "unictl init, or try --context sandbox")
	}
	e.contexts(file)
}
