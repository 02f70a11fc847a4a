package cli

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"unictl/internal/cli/bulk"
	"unictl/internal/cli/change"
	"unictl/internal/cli/input"
	"unictl/internal/cli/login"
	"unictl/internal/cli/session"
)

// Exists says how to look whether what a change would make is there. It gives
// --if-absent, and lets a run find out what became of a call without an answer.
type Exists[C, In any] struct {
	Key func(*In) string // nil = the Key of the change
	// Find asks the service for one; nil = Index is read.
	Find func(context.Context, C, *In) iter.Seq2[Existing, error]
	// Sure says that Find misses nothing. Where it does not, Index is read when Find
	// finds nothing: a search may be exact where people are not.
	Sure bool
	// Index lists everything: it is read once for many rows. nil = rows are asked for
	// one by one.
	Index func(context.Context, C) iter.Seq2[Existing, error]
	// Differs compares what is there with what is asked. What the service does not
	// tell is no difference. It gives --exit-code; nil = nothing can differ.
	Differs func(*In, Existing) []Difference
}

// Guard refuses what would lock people out, unless they say that they mean it.
type Guard[C, In any] struct {
	// LastAdmin says that it knows the last administrator too, beside the caller.
	// Then rows of such changes take turns with those of other processes on this
	// machine, so that of two administrators either may go, but not both.
	LastAdmin bool
	// Read reads once a run what the check of every row is asked. What is allowed is
	// not refused. The check serves many rows at a time; asked again about a row, it
	// says the same. What it cannot see is no permission.
	Read func(context.Context, C, Allowed) (func(context.Context, *In) error, error)
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
	Guard  *Guard[C, In] // nil = it locks nobody out
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
	// Recover gives the steps that are left of a change that an earlier process
	// began, by what is there now; none = it is done. It may read. An error says what
	// is there, and how to go on by hand. nil = nothing can tell.
	Recover func(context.Context, C, *In, change.Interrupted) ([]Step, error)
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

// Once is a secret that a creation brings. Where the service shows it one single
// time it must have a place to go before the call is made.
type Once[In any] struct {
	Noun     string           // "token"
	Value    func(*In) string // the value, after the steps; "" before
	Optional bool             // the service shows it again: it may stay where it is
	// Replaces reports that the secret replaces the token in use. It gives --keep; nil =
	// none does.
	Replaces func(*In) bool
	Lost     func(*In) error // why there is no value although it was asked for; nil = the steps say
}

// changeFlags are the flags that the declaration of a change brings.
type changeFlags struct {
	change.Flags
	rows bulk.Flags
	keep bool
}

func (c Change[C, In]) fill(t *tree, cmd *cobra.Command) {
	v := &verb{t: t, cmd: cmd, without: c.Without}
	cmd.Long, cmd.Example = long[In](c.Short, c.Long, nil), c.Example
	inputs := c.form().Inputs()
	v.declare(inputs)
	flags := &changeFlags{}
	if c.Exists != nil {
		cmd.Flags().BoolVar(&flags.IfAbsent, "if-absent", false, "succeed without a change when it exists already")
	}
	if c.Exists != nil && c.Exists.Differs != nil {
		cmd.Flags().BoolVar(&flags.ExitCode, "exit-code", false, exitCodeUsage)
	}
	plain := c.untyped(action(cmd))
	if plain.Removes {
		cmd.Flags().BoolVar(&flags.IfExists, "if-exists", false, "succeed without a change when it is gone already")
	}
	if c.Guard != nil {
		cmd.Flags().BoolVar(&flags.Allowed.Self, "allow-self", false, "allow what would take away your own access")
	}
	if c.Guard != nil && c.Guard.LastAdmin {
		cmd.Flags().BoolVar(&flags.Allowed.LastAdmin, "allow-last-admin", false, "allow what would remove the last administrator")
	}
	if c.Once != nil {
		cmd.Flags().BoolVar(&flags.PrintValue, "print-value", false, "print the "+c.Once.Noun+", and only that")
		cmd.Flags().StringVar(&flags.ValueFile, "value-file", "", "write the "+c.Once.Noun+" to this new `FILE`, readable by you alone")
	}
	if c.Once != nil && c.Once.Replaces != nil {
		cmd.Flags().BoolVar(&flags.keep, "keep", false, "keep the new "+c.Once.Noun+" where the one in use is kept, if that is replaced")
	}
	session.Heading(cmd.Flags(), session.SafetyHeading, "if-absent", "if-exists", "allow-self", "allow-last-admin", "keep")
	annotate(cmd, shows, session.SafetyHeading)
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error {
		engine := &change.Engine{Change: &plain, Session: s, Flags: &flags.Flags, Finder: input.NewFinder()}
		if flags.rows.From != "" {
			if flags.keep {
				return &UsageError{Flag: "--keep", Message: "is for one token, not for the rows of a file"}
			}
			return (&bulk.Run{Engine: engine, CommandFlags: cmd.Flags(), RowFlags: &flags.rows}).All(ctx, words)
		}
		if err := flags.rows.Without(cmd.Flags()); err != nil {
			return err
		}
		if c.Once != nil && c.Once.Replaces != nil {
			engine.Once.InUse = &login.InUse{Session: s, Wanted: flags.keep, File: flags.ValueFile}
		}
		return (&change.Run{Engine: engine, CommandFlags: cmd.Flags()}).All(ctx, words)
	})
	provider, _ := t.providerOf(cmd)
	takesRows := provider != nil && !c.Alone && bulk.Takes(&plain, inputs)
	if takesRows {
		flags.rows.Declare(cmd, &plain)
	}
	switch {
	case c.Template != nil:
		v.template(func() (string, error) {
			if takesRows && flags.rows.Format != "" {
				return inputs.RowTemplate(flags.rows.Format)
			}
			return c.Template(), nil
		})
	case takesRows:
		v.template(func() (string, error) { return inputs.RowTemplate(flags.rows.Format) })
		session.Heading(cmd.Flags(), bulk.RowsHeading, "print-template")
	}
}

// action is the verb as the change document names it: "ixon users invite".
func action(cmd *cobra.Command) string {
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	return path
}

// untyped is the change as the engine knows it.
func (c Change[C, In]) untyped(action string) change.Change {
	plain := change.Change{
		Action: action, Effect: c.Effect, Without: c.Without, Form: c.form, Looks: c.Exists != nil, Reviews: c.Review != nil,
		Makes: c.Effect == Create && c.ID != nil, Removes: c.Effect == Delete && c.ID != nil,
		Own: c.Own, AsksAlways: c.Asks, TypesName: c.TypeName, First: c.First,
	}
	if c.Once != nil {
		plain.Once = &change.Once{Noun: c.Once.Noun, Optional: c.Once.Optional, Tells: c.Once.Lost != nil}
	}
	if c.Exists != nil && c.Exists.Index != nil {
		plain.Index = func(ctx context.Context, client any) (*change.Index, error) {
			typed, err := ClientAs[C](client)
			if err != nil {
				return nil, err
			}
			return change.Read(c.Exists.Index(ctx, typed), "")
		}
	}
	if c.Guard != nil {
		plain.LastAdmin = c.Guard.LastAdmin
		plain.Guard = func(ctx context.Context, client any, allowed Allowed) (func(context.Context, change.Form) error, error) {
			typed, err := ClientAs[C](client)
			if err != nil {
				return nil, err
			}
			check, err := c.Guard.Read(ctx, typed, allowed)
			return func(ctx context.Context, f change.Form) error { return check(ctx, f.(*formOf[C, In]).in) }, err
		}
	}
	return plain
}

// formOf is the form of one Change.
type formOf[C, In any] struct {
	change *Change[C, In]
	in     *In
	table  Inputs
	empty  In
}

func (c *Change[C, In]) form() change.Form {
	f := &formOf[C, In]{change: c, in: new(In)}
	if c.Inputs != nil {
		f.table = c.Inputs(f.in)
	}
	for _, in := range f.table {
		if in.Exact(); in.IsArg() {
			in.Strict()
		}
	}
	f.empty = *f.in
	return f
}

func (f *formOf[C, In]) Inputs() Inputs { return f.table }

func (f *formOf[C, In]) Wipe() {
	*f.in = f.empty
	f.table.Wipe()
}

func (f *formOf[C, In]) Check() error {
	if f.change.Check == nil {
		return nil
	}
	return f.change.Check(f.in)
}

func (f *formOf[C, In]) Key() string {
	switch id := f.ID(); {
	case f.change.Key != nil:
		return f.change.Key(f.in)
	case id != "":
		return id
	}
	return f.Target()
}

func (f *formOf[C, In]) Target() string { return f.change.Target(f.in) }

func (f *formOf[C, In]) Recover(ctx context.Context, client any, at change.Interrupted) (steps []Step, known bool, err error) {
	if f.change.Recover == nil {
		return nil, false, nil
	}
	typed, err := ClientAs[C](client)
	if err == nil {
		steps, err = f.change.Recover(ctx, typed, f.in, at)
	}
	return steps, true, err
}

func (f *formOf[C, In]) ID() string {
	if f.change.ID == nil {
		return ""
	}
	return f.change.ID(f.in)
}

// Exists asks the service for this one, or else reads its list.
func (f *formOf[C, In]) Exists(ctx context.Context, client any) (there *Existing, alike string, err error) {
	how := f.change.Exists
	if how == nil {
		return nil, "", nil
	}
	typed, err := ClientAs[C](client)
	if err != nil {
		return nil, "", err
	}
	if how.Find != nil {
		found, err := change.Read(how.Find(ctx, typed, f.in), f.existsKey())
		if err != nil {
			return nil, "", err
		}
		if there, alike = f.ExistsIn(found); there != nil || how.Sure || how.Index == nil {
			return there, alike, nil
		}
	}
	found, err := change.Read(how.Index(ctx, typed), "")
	if err != nil {
		return nil, "", err
	}
	there, alike = f.ExistsIn(found)
	return there, alike, nil
}

// ExistsIn looks into what was read.
func (f *formOf[C, In]) ExistsIn(found *change.Index) (*Existing, string) {
	there, alike := found.Of(f.existsKey())
	if differs := f.change.Exists.Differs; there != nil && differs != nil {
		there.Differs = differs(f.in, *there)
	}
	return there, alike
}

func (f *formOf[C, In]) existsKey() string {
	if key := f.change.Exists.Key; key != nil {
		return key(f.in)
	}
	return f.Key()
}

func (f *formOf[C, In]) Review(ctx context.Context, client any) (string, error) {
	if f.change.Review == nil {
		return "", nil
	}
	typed, err := ClientAs[C](client)
	if err != nil {
		return "", err
	}
	return f.change.Review(ctx, typed, f.in)
}

func (f *formOf[C, In]) Steps(ctx context.Context, client any) ([]Step, error) {
	typed, err := ClientAs[C](client)
	if err != nil {
		return nil, err
	}
	return f.change.Steps(ctx, typed, f.in)
}

func (f *formOf[C, In]) Secret() string {
	if f.change.Once == nil {
		return ""
	}
	return f.change.Once.Value(f.in)
}

func (f *formOf[C, In]) Replaces() bool {
	return f.change.Once != nil && f.change.Once.Replaces != nil && f.change.Once.Replaces(f.in)
}

func (f *formOf[C, In]) Lost() error {
	if f.change.Once == nil || f.change.Once.Lost == nil {
		return nil
	}
	return f.change.Once.Lost(f.in)
}

// Warnings are those of an In that holds some.
func (f *formOf[C, In]) Warnings() []string {
	if w, ok := any(f.in).(interface{ Warned() []string }); ok {
		return w.Warned()
	}
	return nil
}
