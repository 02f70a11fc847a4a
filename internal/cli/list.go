package cli

import (
	"cmp"
	"context"
	"iter"
	"runtime/debug"

	"github.com/spf13/cobra"

	"unictl/internal/cli/fault"
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
	findings := cmd.Flags().Bool("exit-code", false, "exit with 8 when the list is not empty")
	completeColumns(cmd, l.Columns)
	reveal := v.revealFlag()
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error {
		return l.run(ctx, v, s, words, *findings, *reveal)
	})
}

// listGCPercent keeps the garbage of pages small: a list has a page or two in
// use at a time, and its memory is to stay flat however long it is.
const listGCPercent = 40

func (l List[C, In, T]) run(ctx context.Context, v *typed[C, In], s *Session, words []string, findings, reveal bool) error {
	columns, err := declaredColumns(s, l.Columns)
	options := s.output()
	if err != nil {
		return err
	}
	in, client, err := v.prepare(ctx, s, words)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(listGCPercent))
	rows := l.rows(ctx, s, client, in, reveal)
	if columns == nil {
		if columns, rows, err = s.columnsOf(rows); err != nil {
			return err
		}
	}
	n, err := output.WriteList(s.App.Out, options, columns, rows)
	if err != nil {
		return err
	}
	if n == 0 && s.App.Terminal.Out && forPeople(options) {
		s.Note("%s", cmp.Or(l.Nothing, "nothing found"))
	}
	if findings && n > 0 {
		return &fault.FindingsError{Count: n}
	}
	if l.Verdict != nil {
		return l.Verdict(in)
	}
	return nil
}

// rows filters the items and hands them to the writer.
func (l List[C, In, T]) rows(ctx context.Context, s *Session, client C, in *In, reveal bool) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		for item, err := range l.Items(ctx, client, in) {
			if err != nil {
				yield(output.Row{}, err)
				return
			}
			if l.Keep != nil && !l.Keep(in, item.Value) {
				continue
			}
			if !yield(output.Row{Value: item.Value, Raw: s.shownAs(item.Raw, false, reveal)}, nil) {
				return
			}
		}
	}
}
