package doctor

import (
	"errors"
	"io/fs"
	"os"
	"runtime"

	"unictl/internal/config"
)

// files looks at what is on disk and who can read it.
func (e *examination) files() {
	for _, place := range e.session.Places() {
		info, err := os.Stat(place.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			e.add(OK, place.What, place.Path+" (not there yet)", "")
		case err != nil:
			e.fault(place.What, err, "make it readable, or name another place")
		case place.What == "secrets" && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
			e.add(Problem, place.What, place.Path+" can be read by others", "chmod 600 "+place.Path)
		default:
			e.add(OK, place.What, place.Path, "")
		}
	}
	if len(e.session.Places()) == 0 {
		e.add(Note, "files", "no home folder is known, so only variables and flags count", "set HOME, or UNICTL_CONFIG and XDG_STATE_HOME")
	}
}

// configuration reads the file as every command would.
func (e *examination) configuration() {
	file, err := e.session.File()
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
	switch name := e.session.ContextName(); {
	case name != "":
		e.add(OK, "context", name+" (asked for)", "")
	case file.Current() != "":
		e.add(OK, "context", file.Current()+" (current)", "")
	case len(file.Contexts()) > 0:
		e.add(Note, "context", "none is in use", "unictl context use NAME")
	default:
		e.add(Note, "context", "there are none yet", "unictl context create NAME, or try --context sandbox")
	}
}

// variables tells which settings the environment carries; values stay unsaid.
func (e *examination) variables() {
	registry, err := e.session.Registry()
	if err != nil {
		e.fault("settings", err, "this is a fault of unictl: report it")
		return
	}
	for _, option := range registry.Options() {
		if value, ok := e.session.App.Env(option.Env); ok && option.Env != "" && value != "" {
			e.add(OK, "environment", option.Env+" is set", "")
		}
	}
	for _, name := range [...]string{config.EnvContext, config.EnvConfig} {
		if value, _ := e.session.App.Env(name); value != "" {
			e.add(OK, "environment", name+" is "+value, "")
		}
	}
}
