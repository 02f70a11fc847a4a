package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"unictl/internal/cli/change"
	"unictl/internal/cli/session"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// Get is a verb that reads one object.
type Get[C, In, T any] struct {
	Use, Short, Long, Example string
	Section                   string // heading in the root's help
	Instant                   bool   // asks nobody: it is over before it could be interrupted
	Without                   []string
	Inputs                    func(*In) Inputs
	Check                     func(*In) error
	Columns                   []Column[T] // nil = the members of the answer, whatever they are
	Hidden                    bool        // all texts of the answer are secrets
	Item                      func(context.Context, C, *In) (rest.Item[T], error)
	// Fresh takes the place of Item for a verb that signs in anew: it is given when
	// the new token ends; nil = the service did not say.
	Fresh func(context.Context, C, *In, *time.Time) (rest.Item[T], error)
	// Verdict is the error that the verb ends with once the answer is printed, by what
	// Item saw; nil = none.
	Verdict func(*In) error
}

func (g Get[C, In, T]) head() *cobra.Command {
	cmd := leaf(g.Use, g.Short)
	cmd.GroupID = g.Section
	return cmd
}

func (g Get[C, In, T]) fill(t *tree, cmd *cobra.Command) {
	v := declared[C, In](t, cmd, g.Without, g.Inputs, g.Check)
	v.instant = g.Instant
	cmd.Long, cmd.Example = long(g.Short, g.Long, g.Columns), g.Example
	completeColumns(cmd, g.Columns)
	annotate(cmd, shows, session.ResultHeading)
	reveal := v.revealFlag()
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error {
		columns, err := declaredColumns(s, g.Columns)
		if err != nil {
			return err
		}
		in, client, err := v.prepare(ctx, s, words)
		if err != nil {
			return err
		}
		item, err := g.read(ctx, s, client, in)
		if err != nil {
			return err
		}
		var noted oddities
		noted.shows(item.Odd)
		noted.warn(s)
		row := output.Row{Value: item.Value, Raw: change.Shown(s, item.Raw, g.Hidden, *reveal), Odd: item.Odd}
		if columns == nil {
			if columns, row, err = columnsFound(s, row.Raw); err != nil {
				return err
			}
		}
		if err := output.WriteOne(s.App.Out, s.Output(), columns, row); err != nil || g.Verdict == nil {
			return err
		}
		return g.Verdict(in)
	})
}

func (g Get[C, In, T]) read(ctx context.Context, s *Session, client C, in *In) (rest.Item[T], error) {
	if g.Fresh == nil {
		return g.Item(ctx, client, in)
	}
	ends, err := s.Clients.SignInNow(ctx)
	if err != nil {
		return rest.Item[T]{}, err
	}
	return g.Fresh(ctx, client, in, ends)
}
