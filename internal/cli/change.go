package cli

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"
)

// Effect is what a change does to the world; it decides confirmation and
// wording.
type Effect int

// The effects.
const (
	Create Effect = iota + 1
	Update
	Delete // takes something away: asks first
)

// Existing is something that is there already.
type Existing struct {
	Key  string // what it is known by: compared with the Key of Exists, letter by letter
	What string // "ada@example.com is already a member"
	ID   string
	// Alike is said when its key differs in letter case only: to the service it is
	// another one. "" = nothing is said.
	Alike string
}

// Exists says how to look whether what a change would make is there. It gives
// --if-absent, and lets a run find out what became of a call without an answer.
type Exists[C, In any] struct {
	Key func(*In) string // nil = the Key of the change
	// Find asks the service for one; nil = Index is read.
	Find func(context.Context, C, *In) iter.Seq2[Existing, error]
	// Index lists everything: it is read once for many rows, and where Find finds
	// nothing. nil = rows are asked for one by one.
	Index func(context.Context, C) iter.Seq2[Existing, error]
}

// Change is a verb that changes something at a service.
type Change[C, In any] struct {
	Use, Short, Long, Example string
	Section                   string // heading in the root's help
	Without                   []string
	Effect                    Effect
	Inputs                    func(*In) Inputs
	Check                     func(*In) error
	// Key is what makes two rows the same thing; nil = the target.
	Key func(*In) string
	// Target names for people what the change is about.
	Target func(*In) string
	// Exists looks whether what would be made is there; nil = nothing can look.
	Exists *Exists[C, In]
	// Guard refuses what would lock people out, unless --allow-self. It reads once
	// a run what the guard of every row is asked.
	Guard func(context.Context, C) (func(context.Context, *In) error, error)
	// Review is shown before the confirmation: what will be lost or replaced.
	Review func(context.Context, C, *In) (string, error)
	// First is checked before anything is asked or connected; nil = nothing.
	First func(context.Context, *Session) error
	// Own says that the change is to the caller's own sign-in and this machine
	// alone: what guards a context does not guard it.
	Own bool
	// Asks makes a change confirm although it is no deletion.
	Asks bool
	// TypeName asks for the target's name instead of y.
	TypeName bool
	// Steps are the writes; it may read, and sends none of them. No steps =
	// there is nothing to change.
	Steps func(context.Context, C, *In) ([]Step, error)
	// ID is the id of what was changed, after the steps.
	ID func(*In) string
	// Alone says that the rows of a file would have nothing to differ in: it takes
	// none.
	Alone bool
	// Template is a starting file for --body, commented; it gives
	// --print-template.
	Template func() string
	// Once is a secret that the service shows this one time.
	Once *Once[In]
}

func (c Change[C, In]) head() *cobra.Command {
	cmd := leaf(c.Use, c.Short)
	cmd.GroupID = c.Section
	return cmd
}

// changeFlags are the flags that the declaration of a change brings.
type changeFlags struct {
	ifAbsent, allowSelf, printValue bool
	valueFile                       string
	bulk                            bulkFlags
}

func (c Change[C, In]) fill(t *tree, cmd *cobra.Command) {
	v := &verb{t: t, cmd: cmd, without: c.Without}
	cmd.Long, cmd.Example = long[In](c.Short, c.Long, nil), c.Example
	inputs := c.form().inputs()
	v.declare(inputs)
	flags := &changeFlags{}
	if c.Exists != nil {
		cmd.Flags().BoolVar(&flags.ifAbsent, "if-absent", false, "succeed without a change when it exists already")
	}
	if c.Guard != nil {
		cmd.Flags().BoolVar(&flags.allowSelf, "allow-self", false, "allow what would take away your own access or the last administrator")
	}
	if c.Once != nil {
		cmd.Flags().BoolVar(&flags.printValue, "print-value", false, "print the "+c.Once.Noun+", and only that")
		cmd.Flags().StringVar(&flags.valueFile, "value-file", "", "write the "+c.Once.Noun+" to this new `FILE`, readable by you alone")
	}
	run := &changeRun{change: c.untyped(), verb: v, flags: flags}
	cmd.RunE = v.run(run.all)
	provider, _ := t.providerOf(cmd)
	takesRows := provider != nil && !c.Alone && run.takesRows(inputs)
	if takesRows {
		run.declareRows()
	}
	switch {
	case c.Template != nil:
		v.template(func() (string, error) {
			if takesRows && flags.bulk.format != "" {
				return inputs.rowTemplate(flags.bulk.format)
			}
			return c.Template(), nil
		})
	case takesRows:
		v.template(func() (string, error) { return inputs.rowTemplate(flags.bulk.format) })
	}
}

// action is the verb as the change document names it: "ixon users invite".
func action(cmd *cobra.Command) string {
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	return path
}
