package cli

import (
	"context"

	"github.com/spf13/cobra"
)

// Run is a verb of the tool itself that is neither a read nor a change of a
// service: it serves, or prints something made for other programs.
type Run[In any] struct {
	Use, Short, Long, Example string
	Section                   string
	Inputs                    func(*In) Inputs
	Check                     func(*In) error
	Do                        func(context.Context, *Session, *In) error
}

func (r Run[In]) head() *cobra.Command {
	cmd := leaf(r.Use, r.Short)
	cmd.GroupID = r.Section
	return cmd
}

func (r Run[In]) fill(t *tree, cmd *cobra.Command) {
	v := declared[*Session, In](t, cmd, nil, r.Inputs, r.Check)
	cmd.Long, cmd.Example = long[In](r.Short, r.Long, nil), r.Example
	cmd.RunE = v.run(func(ctx context.Context, s *Session, words []string) error {
		in, _, err := v.parse(ctx, s, words)
		if err != nil {
			return err
		}
		return r.Do(ctx, s, in)
	})
}
