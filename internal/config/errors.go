package config

import (
	"fmt"
	"strings"

	"unictl/internal/suggest"
)

// The exit codes of these errors; docs/reference/exit-codes.md has all of them.
const (
	exitUsage    = 2
	exitConflict = 6
)

// FileError is one fault in config.yaml.
type FileError struct {
	Path    string
	Line    int    // 1-based; 0 if the fault has no line
	Key     string // such as "contexts.prod.ixon.company"; "" for the file as a whole
	Message string // what is wrong
	Way     string // how to mend the line; may be empty, and is part of Error
}

func (e *FileError) Error() string {
	text := e.Path
	if e.Line > 0 {
		text += fmt.Sprintf(":%d", e.Line)
	}
	if e.Key != "" {
		text += ": " + e.Key
	}
	text += ": " + e.Message
	if e.Way != "" {
		text += "; " + e.Way
	}
	return text
}

// ExitCode is that of bad input.
func (*FileError) ExitCode() int { return exitUsage }

// Hint is the way out.
func (e *FileError) Hint() string {
	return "correct " + e.Path + ", or name another file with --config"
}

// UnknownKeyError says that no option has this key.
type UnknownKeyError struct {
	Key        string
	Suggestion string // a key that was probably meant, or ""
}

func (e *UnknownKeyError) Error() string {
	return fmt.Sprintf("unknown setting %q", e.Key) + didYouMean(e.Suggestion)
}

// ExitCode is that of bad input.
func (*UnknownKeyError) ExitCode() int { return exitUsage }

// Hint is the way out.
func (*UnknownKeyError) Hint() string { return "`unictl config explain` lists the settings" }

// UnknownContextError says that the file has no context of this name.
type UnknownContextError struct {
	Name  string
	Known []string // the names that exist, in the order of the file
	Path  string   // the file; "" if there is none
}

func (e *UnknownContextError) Error() string {
	where := e.Path
	if where == "" {
		where = "any file"
	}
	text := fmt.Sprintf("context %q does not exist in %s", e.Name, where)
	if guess := suggest.Nearest(e.Name, e.Known); guess != "" {
		return text + didYouMean(guess)
	}
	if len(e.Known) == 0 {
		return text + "; there are no contexts yet: `unictl init` makes one, in scripts `unictl context create NAME`"
	}
	return text + "; known: " + strings.Join(e.Known, ", ")
}

// ExitCode is that of bad input.
func (*UnknownContextError) ExitCode() int { return exitUsage }

// ContextExistsError says that a name for a new context is taken.
type ContextExistsError struct {
	Name string
	Path string
}

func (e *ContextExistsError) Error() string {
	return fmt.Sprintf("context %q already exists in %s", e.Name, e.Path)
}

// ExitCode is that of a conflict.
func (*ContextExistsError) ExitCode() int { return exitConflict }

// Hint is the way out.
func (e *ContextExistsError) Hint() string {
	return "choose another name, or change it with `unictl config set --context " + e.Name + "`"
}

// ContextNameError says that a name cannot be that of a context.
type ContextNameError struct {
	Name   string
	Reason string
}

func (e *ContextNameError) Error() string {
	return fmt.Sprintf("context name %q: %s", e.Name, e.Reason)
}

// ExitCode is that of bad input.
func (*ContextNameError) ExitCode() int { return exitUsage }

// SecretKeyError says that a setting is a secret and has no place in
// config.yaml.
type SecretKeyError struct {
	Key string
	Env string // the variable that carries the secret
}

func (e *SecretKeyError) Error() string {
	return fmt.Sprintf("%s is a secret and is not kept in config.yaml; %s", e.Key, secretHint(e.Env))
}

// ExitCode is that of bad input.
func (*SecretKeyError) ExitCode() int { return exitUsage }

func secretHint(env string) string {
	return "use `unictl config set`, which keeps it apart, or the variable " + env
}

// ValueError says that a value has the wrong form. It does not repeat the
// value.
type ValueError struct {
	Key     string
	Origin  Origin // where the value was given
	Message string // as in "must be 12 letters and digits"
	Err     error  // the check's own, which may know a way out; nil if there is none
}

// Unwrap gives the check's error.
func (e *ValueError) Unwrap() error { return e.Err }

// ExitCode is that of bad input.
func (*ValueError) ExitCode() int { return exitUsage }

func (e *ValueError) Error() string {
	if e.Origin.Kind == FromUnset || e.Origin.Kind == "" {
		return e.Key + ": " + e.Message
	}
	return fmt.Sprintf("%s: %s: %s", e.Origin, e.Key, e.Message)
}

// ConflictError says that a context was named on the command line while the
// environment carries another value for one of its settings.
type ConflictError struct {
	Context      string
	Key          string
	Variable     string
	EnvValue     string
	ContextValue string
	At           Origin // where the context has its value
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s=%s contradicts --context %s, where %s is %s (%s); unset %s or leave out --context",
		e.Variable, e.EnvValue, e.Context, e.Key, e.ContextValue, e.At, e.Variable)
}

// ExitCode is that of bad input.
func (*ConflictError) ExitCode() int { return exitUsage }

// DirectoryError says that the environment does not tell where files belong.
type DirectoryError struct {
	What      string   // "settings", "state", "cache"
	Variables []string // any of these, set to an absolute path, is enough
}

func (e *DirectoryError) Error() string {
	return fmt.Sprintf("cannot tell where to keep %s: set %s", e.What, strings.Join(e.Variables, " or "))
}

// ExitCode is that of bad input.
func (*DirectoryError) ExitCode() int { return exitUsage }

// didYouMean is the end of a message about an unknown word, or "".
func didYouMean(word string) string {
	if word == "" {
		return ""
	}
	return `; did you mean "` + word + `"?`
}
