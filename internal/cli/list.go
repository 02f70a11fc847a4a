package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"runtime/debug"

	"github.com/spf13/cobra"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// List is a verb that reads many objects. Pages behind Items are fetched as
// rows are printed.
type List[C, In, T any] struct {
	Use, Short, Long, Example string
	Without                   []string // requirements of the provider that are not needed
	Inputs                    func(*In) Inputs
	Check                     func(*In) error // what inputs must be together
	Columns                   []Column[T]     // nil = the members of the rows, whatever they are
	Items                     func(context.Context, C, *In) iter.Seq2[rest.Item[T], error]
	// Keep is the part of the filter that the service does not know.
	Keep func(*In, T) bool
	// Asks are the members of a row that the filters in use look at. A row of which
	// one of them cannot be read is left out, and a warning says so: whether the
	// filters hold for it is not known.
	Asks func(*In) []string
	// Doubt is said once the list is printed, by what Keep saw: why there may be more
	// than the service shows; "" = nothing speaks for that. nil = the service shows
	// everything. With --limit, nothing is said.
	Doubt func(*In) string
	// Verdict is the error that the list ends with once it is printed, by what
	// Items saw; nil = none.
	Verdict func(*In) error
	// Nothing is said on a terminal when the list is empty; "" = "nothing found".
	Nothing string
	// Section is the heading in the root's help, for verbs that stand there.
	Section string
}

func (l List[C, In, T]) head() *cobra.Command {
	cmd := leaf(l.Use, l.Short)
	cmd.GroupID = l.Section
	return cmd
}

func (l List[C, In, T]) fill(t *tree, cmd *cobra.Command) {
	v := declared[C, In](t, cmd, l.Without, l.Inputs, l.Check)
	cmd.Long, cmd.Example = long(l.Short, l.Long, l.Columns), l.Example
	findings := cmd.Flags().Bool("exit-code", false, exitCodeUsage)
	completeColumns(cmd, l.Columns)
	annotate(cmd, shows, session.ResultHeading)
	reveal := v.revealFlag()
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error {
		return l.run(ctx, v, s, words, *findings, *reveal)
	})
}

// exitCodeUsage is what --exit-code does, for lists and for creations.
const exitCodeUsage = "exit with 8 when a list is not empty, or what exists is not what is asked for"

func (l List[C, In, T]) run(ctx context.Context, v *typed[C, In], s *Session, words []string, findings, reveal bool) error {
	columns, err := declaredColumns(s, l.Columns)
	options := s.Output()
	if err != nil {
		return err
	}
	in, client, err := v.prepare(ctx, s, words)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(session.ListGCPercent))
	rows := l.rows(ctx, s, client, in, reveal)
	if columns == nil {
		if columns, rows, err = columnsOf(s, rows); err != nil {
			return err
		}
	}
	n, err := output.WriteList(s.App.Out, options, columns, rows)
	if err != nil {
		return err
	}
	if n == 0 && s.App.Terminal.Out && session.ForPeople(options) {
		s.Terminal.Note("%s", cmp.Or(l.Nothing, "nothing found"))
	}
	if l.Doubt != nil && s.Globals.Limit == 0 {
		s.Terminal.Warn(l.Doubt(in))
	}
	var verdict error
	if l.Verdict != nil {
		verdict = l.Verdict(in)
	}
	if findings && n > 0 && fault.Code(verdict) != fault.ExitTemporary { // what is not whole comes before what was found
		return &fault.FindingsError{Count: n}
	}
	return verdict
}

// rows filters the items and hands them to the writer.
func (l List[C, In, T]) rows(ctx context.Context, s *Session, client C, in *In, reveal bool) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		noted := oddities{}
		defer func() { noted.warn(s) }()
		for item, err := range l.Items(ctx, client, in) {
			if err == nil { // one answer may hold many rows, and Ctrl-C is heard between them
				err = ctx.Err()
			}
			if err != nil {
				yield(output.Row{}, err)
				return
			}
			if l.Asks != nil && noted.leaves(item.Odd, l.Asks(in)) || l.Keep != nil && !l.Keep(in, item.Value) {
				continue
			}
			noted.shows(item.Odd)
			if !yield(output.Row{Value: item.Value, Raw: change.Shown(s, item.Raw, false, reveal), Odd: item.Odd}, nil) {
				return
			}
		}
	}
}

// revealFlag adds --reveal to reads of a provider whose answers may hold
// secrets; for others it is off.
func (v *verb) revealFlag() *bool {
	reveal := new(bool)
	if p, _ := v.t.providerOf(v.cmd); p != nil && p.Masks {
		v.cmd.Flags().BoolVar(reveal, "reveal", false, "show values that look like secrets")
	}
	return reveal
}

// declaredColumns are a verb's own columns, with the output flags checked
// against them; nil when only the answer tells which there are.
func declaredColumns[T any](s *Session, columns []Column[T]) ([]output.Column, error) {
	if columns != nil {
		declared := output.Columns(columns)
		return declared, s.CheckOutput(declared)
	}
	options := s.Output()
	options.Columns, options.Sort = nil, nil
	return nil, s.CheckOptions(options, nil)
}

// columnsFound are the columns of one object, as it came.
func columnsFound(s *Session, raw json.RawMessage) ([]output.Column, output.Row, error) {
	return s.Output().FoundOne(raw)
}

// columnsOf reads all rows, and gives the columns that they have: such answers
// come in one piece anyway.
func columnsOf(s *Session, rows iter.Seq2[output.Row, error]) ([]output.Column, iter.Seq2[output.Row, error], error) {
	var raw []json.RawMessage
	for row, err := range rows {
		if err != nil {
			return nil, nil, err
		}
		raw = append(raw, row.Raw)
	}
	columns, found, err := s.Output().Found(raw)
	return columns, func(yield func(output.Row, error) bool) {
		for _, row := range found {
			if !yield(row, nil) {
				return
			}
		}
	}, err
}
