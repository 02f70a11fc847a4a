package input

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
)

// Inputs is the table of a verb's inputs, arguments in their order.
type Inputs []*Input

// Declare adds the flags to cmd.
func (all Inputs) Declare(flags *pflag.FlagSet) {
	for _, in := range all {
		if in.arg {
			continue
		}
		f := flags.VarPF(&flagValue{in: in}, in.Name, in.short, in.Usage)
		if in.toggle {
			f.NoOptDefVal = "true"
		}
	}
}

// Args are the arguments, in their order.
func (all Inputs) Args() Inputs {
	return slices.DeleteFunc(slices.Clone(all), func(in *Input) bool { return !in.arg })
}

// Arity is the cobra check for the number of arguments.
func (all Inputs) Arity(cmd *cobra.Command, given []string) error {
	args := all.Args()
	for i, in := range args {
		if in.required && i >= len(given) {
			return &fault.UsageError{
				Flag: in.Label(), Message: "is missing",
				Hint: fmt.Sprintf("usage: %s", cmd.UseLine()),
			}
		}
	}
	most := len(args)
	if most > 0 && args[most-1].many {
		return nil
	}
	if len(given) > most {
		return &fault.UsageError{ // the words themselves stay out: one may be a secret in a wrong place
			Message: fmt.Sprintf("too many arguments: it takes %d, %d were given", most, len(given)),
			Hint:    fmt.Sprintf("usage: %s", cmd.UseLine()),
		}
	}
	return nil
}

// missing names the required flags that were not given.
func (all Inputs) missing() error {
	for _, in := range all {
		if !in.arg && in.required && !in.given {
			return &fault.UsageError{Flag: in.Label(), Message: "is required"}
		}
	}
	return nil
}

// fill parses the flags of the command line, and words for the arguments of one
// row. The texts are parsed anew for each, so that rows share nothing.
func (all Inputs) fill(flags *pflag.FlagSet, words []string) error {
	for _, input := range all {
		if input.arg {
			continue
		}
		given, ok := flags.Lookup(input.Name).Value.(*flagValue)
		if !ok {
			continue
		}
		for _, text := range given.texts {
			if err := input.Set(text); err != nil {
				return err
			}
		}
	}
	for i, input := range all.Args() {
		given := words[min(i, len(words)):min(i+1, len(words))]
		if input.list {
			given = words[min(i, len(words)):]
		}
		for _, word := range given {
			if err := input.Set(word); err != nil {
				return err
			}
		}
	}
	return all.missing()
}

// Split gives the words of each row: the last argument may be given many
// times, the ones before it belong to every row.
func (all Inputs) Split(words []string) [][]string {
	args := all.Args()
	last := len(args) - 1
	if last < 0 || !args[last].many || len(words) <= len(args) {
		return [][]string{words}
	}
	var rows [][]string
	for _, word := range words[last:] {
		rows = append(rows, append(append([]string{}, words[:last]...), word))
	}
	return rows
}

// Asked is what was typed for earlier rows, by flag: one answer serves all.
type Asked map[string]string

// Parse fills the inputs from the command line, with words for the arguments,
// and checks what they are together. Nothing is sent before they are sound.
func (all Inputs) Parse(ctx context.Context, s *session.Session, flags *pflag.FlagSet, words []string, check func() error, asked Asked) error {
	if err := all.fill(flags, words); err != nil {
		return err
	}
	if err := all.Load(ctx, s); err != nil {
		return err
	}
	if check != nil {
		if err := check(); err != nil {
			return err
		}
	}
	return all.Ask(ctx, s, asked)
}

// Load fetches what inputs only name, and says what is odd about them.
func (all Inputs) Load(ctx context.Context, s *session.Session) error {
	for _, in := range all {
		if in.bind != nil {
			in.bind(s)
		}
		if in.given && in.load != nil {
			if err := terminal.Heard(ctx, func() error { return in.load(s) }); err != nil {
				return err
			}
		}
		if in.given && in.warnings != nil {
			for _, text := range in.warnings() {
				s.Terminal.Warn(text)
			}
		}
	}
	return nil
}

// Ask asks for what was not given. It comes last: nobody types a password for a
// line that is refused.
func (all Inputs) Ask(ctx context.Context, s *session.Session, asked Asked) error {
	for _, in := range all {
		if !in.given && in.absent != nil {
			if err := in.absent(ctx, s, asked); err != nil {
				return err
			}
		}
	}
	return nil
}

// Wipe makes them inputs that nothing was given for.
func (all Inputs) Wipe() {
	for _, in := range all {
		in.given = false
	}
}

// Many reports that the last argument may be repeated: each is a row of its own.
func (all Inputs) Many() bool {
	args := all.Args()
	return len(args) > 0 && args[len(args)-1].many
}

// Needs is how many inputs must be given.
func (all Inputs) Needs() (n int) {
	for _, in := range all {
		if in.required {
			n++
		}
	}
	return n
}

// Point gives an id to the one argument that must be given. It is looked up
// nowhere.
func (all Inputs) Point(id string) error {
	for _, in := range all {
		if !in.arg || !in.required {
			continue
		}
		if err := in.Set(id); err != nil {
			return err
		}
		for _, named := range in.refs() {
			named.Ref.ID = id
		}
		return nil
	}
	return &fault.UsageError{Message: "no argument takes an id"}
}
