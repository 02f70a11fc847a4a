// Package input is the table of what a verb is told: arguments, flags, and the
// columns of a file of rows, all parsed by the same code. Names in them are
// looked up at the service.
package input

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
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
	exact    exactness               // how exactly what it names must be named
	add      func(text string) error // parse and store; lists append
	refs     func() []NamedRef       // what is to be looked up
	warnings func() []string
	load     func(*session.Session) error // fetches what the text only names
	bind     func(*session.Session)       // what it has to know of the run, given or not
	// absent finds what was not given; asked is what was typed for earlier rows.
	absent   func(ctx context.Context, s *session.Session, asked Asked) error
	complete func() *Lookup
	words    []string // completion from a fixed set
	local    func(*session.Session) []string
	path     bool // completed by the shell, as a file
	lines    bool // a text of several lines is meant
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

// Strict marks an input that names what is changed, or who is granted something:
// nothing is taken for it that is only called nearly so, or whose name is somebody
// else's id or address. The kit marks the arguments of changes.
func (in *Input) Strict() *Input { in.exact = strictly; return in }

// Exact marks an input that names a value of a change, such as the role that is
// granted: nothing is taken for it that is only called nearly so. The kit marks the
// flags of changes.
func (in *Input) Exact() *Input { in.exact = max(in.exact, exactly); return in }

// Many lets the last argument be repeated: each value is a row of its own.
func (in *Input) Many() *Input { in.many = true; return in }

// Short gives a flag its letter.
func (in *Input) Short(letter string) *Input { in.short = letter; return in }

// Lines takes a text of several lines, which a cell of any other column must not
// hold.
func (in *Input) Lines() *Input { in.lines = true; return in }

// Words completes from a fixed set.
func (in *Input) Words(words ...string) *Input { in.words = words; return in }

// Complete completes from a lookup, without taking names for ids.
func (in *Input) Complete(l *Lookup) *Input {
	in.complete = func() *Lookup { return l }
	return in
}

// Local completes from what this machine knows.
func (in *Input) Local(words func(*session.Session) []string) *Input { in.local = words; return in }

// Paths declares an argument that names files, one or more: they belong to one
// row.
func Paths(name string, target *[]string) *Input {
	in := FlagList(name, target, func(text string) (string, error) { return text, nil }, "")
	in.arg, in.required, in.many, in.path = true, true, true, true
	return in
}

// Path lets the shell complete file names.
func (in *Input) Path() *Input { in.path = true; return in }

// Keys completes the keys of settings.
func (in *Input) Keys() *Input { in.local = settingKeys; return in }

// Contexts completes the names of contexts.
func (in *Input) Contexts() *Input { in.local = ContextNames; return in }

// Label is the input as the person typed it.
func (in *Input) Label() string {
	if in.arg {
		return strings.ToUpper(in.Name)
	}
	return "--" + in.Name
}

// Set parses text, naming the input in the error.
func (in *Input) Set(text string) error {
	if err := in.add(text); err != nil {
		return Refused(in.Label(), err)
	}
	in.given = true
	return nil
}

// Refused is bad input for one of the inputs; what is bad input already stays as
// it is, and so does nil.
func Refused(label string, err error) error {
	if err == nil || fault.Is[*fault.UsageError](err) {
		return err
	}
	refused := &fault.UsageError{Flag: label, Message: err.Error()}
	if known, ok := errors.AsType[*rest.Error](err); ok { // a client's own check
		refused.Hint = known.Hint
	}
	if known, ok := errors.AsType[*document.PathError](err); ok {
		bare := *known
		bare.Hint = ""
		refused.Message, refused.Hint = bare.Error(), known.Hint
	}
	return refused
}

// Given reports that it was given for the row at hand.
func (in *Input) Given() bool { return in.given }

// flagValue adapts an Input to pflag. It keeps the texts: further rows are parsed
// from them again.
type flagValue struct {
	in    *Input
	texts []string
}

func (v *flagValue) String() string { return "" }

func (v *flagValue) Set(text string) error {
	if !v.in.list && len(v.texts) > 0 {
		v.texts = v.texts[:0]
	}
	v.texts = append(v.texts, text)
	return v.in.Set(text)
}

func (v *flagValue) Type() string {
	switch {
	case v.in.toggle:
		return "bool"
	case v.in.list:
		return "strings"
	}
	return "string"
}

// Bind gives the input what it has to know of the run, whether it is given or
// not.
func (in *Input) Bind(bind func(*session.Session)) *Input { in.bind = bind; return in }

// IsArg reports a positional argument.
func (in *Input) IsArg() bool { return in.arg }

// IsSwitch reports a flag without a value.
func (in *Input) IsSwitch() bool { return in.toggle }
