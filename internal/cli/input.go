package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/document"
	"unictl/internal/rest"
)

// Input is one thing that a verb is told: an argument or a flag on the command
// line, a column in a file of rows. One parser serves both.
type Input struct {
	Name  string // the flag's name, or the argument's
	Usage string

	short    string // one letter
	arg      bool
	list     bool
	toggle   bool
	required bool
	many     bool
	add      func(text string) error // parse and store; lists append
	refs     func() []NamedRef       // what is to be looked up
	warnings func() []string
	load     func(*Session) error // fetches what the text only names
	// absent finds what was not given; asked is what was typed for earlier rows.
	absent   func(ctx context.Context, s *Session, asked map[string]string) error
	complete func() *Lookup
	words    []string // completion from a fixed set
	local    func(*Session) []string
	path     bool // completed by the shell, as a file
	given    bool
}

// Arg declares a positional argument; parse checks and converts it.
func Arg[T any](name string, target *T, parse func(string) (T, error)) *Input {
	in := scalar(name, target, parse)
	in.arg, in.required = true, true
	return in
}

// Flag declares a flag that takes one value.
func Flag[T any](name string, target *T, parse func(string) (T, error), usage string) *Input {
	in := scalar(name, target, parse)
	in.Usage = usage
	return in
}

// FlagList declares a flag that may be repeated. In a cell its values are
// separated by |.
func FlagList[T any](name string, target *[]T, parse func(string) (T, error), usage string) *Input {
	in := &Input{Name: name, Usage: usage, list: true}
	in.add = func(text string) error {
		value, err := parse(text)
		if err == nil {
			*target = append(*target, value)
		}
		return err
	}
	in.refs = func() (refs []NamedRef) {
		for i := range *target {
			refs = append(refs, refsOf(&(*target)[i])...)
		}
		return refs
	}
	in.warnings = func() (texts []string) {
		for i := range *target {
			texts = append(texts, warningsOf(&(*target)[i])...)
		}
		return texts
	}
	return in
}

// Switch declares a flag without a value.
func Switch(name string, target *bool, usage string) *Input {
	in := &Input{Name: name, Usage: usage, toggle: true}
	in.add = func(text string) error {
		on, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is not true or false", text)
		}
		*target = on
		return nil
	}
	return in
}

func scalar[T any](name string, target *T, parse func(string) (T, error)) *Input {
	in := &Input{Name: name}
	in.add = func(text string) error {
		value, err := parse(text)
		if err == nil {
			*target = value
		}
		return err
	}
	in.refs = func() []NamedRef { return refsOf(target) }
	in.warnings = func() []string { return warningsOf(target) }
	return in
}

func warningsOf(value any) []string {
	if w, ok := value.(interface{ Warning() string }); ok && w.Warning() != "" {
		return []string{w.Warning()}
	}
	return nil
}

// Required makes a flag one that must be given.
func (in *Input) Required() *Input { in.required = true; return in }

// Optional makes an argument one that may be left out.
func (in *Input) Optional() *Input { in.required = false; return in }

// Many lets the last argument be repeated: each value is a row of its own.
func (in *Input) Many() *Input { in.many = true; return in }

// Short gives a flag its letter.
func (in *Input) Short(letter string) *Input { in.short = letter; return in }

// Words completes from a fixed set.
func (in *Input) Words(words ...string) *Input { in.words = words; return in }

// Complete completes from a lookup, without taking names for ids.
func (in *Input) Complete(l *Lookup) *Input {
	in.complete = func() *Lookup { return l }
	return in
}

// Path lets the shell complete file names.
func (in *Input) Path() *Input { in.path = true; return in }

// Keys completes the keys of settings.
func (in *Input) Keys() *Input { in.local = (*Session).settingKeys; return in }

// Contexts completes the names of contexts.
func (in *Input) Contexts() *Input { in.local = (*Session).contextNames; return in }

// set parses text, naming the input in the error.
func (in *Input) set(text string) error {
	if err := in.add(text); err != nil {
		var usage *fault.UsageError
		if errors.As(err, &usage) {
			return err
		}
		refused := &fault.UsageError{Flag: in.label(), Message: err.Error()}
		if known, ok := errors.AsType[*rest.Error](err); ok { // a client's own check
			refused.Hint = known.Hint
		}
		if known, ok := errors.AsType[*document.PathError](err); ok {
			return refusedEdit(in.label(), known)
		}
		return refused
	}
	in.given = true
	return nil
}

// label is the input as the person typed it.
func (in *Input) label() string {
	if in.arg {
		return strings.ToUpper(in.Name)
	}
	return "--" + in.Name
}
