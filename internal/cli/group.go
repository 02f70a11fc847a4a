package cli

import (
	"context"

	"github.com/spf13/cobra"
)

// Command is a Group or a verb, declared.
type Command interface {
	// head is the command without its flags: enough for a parent's help.
	head() *cobra.Command
	// fill adds what the command itself needs when it is run, asked for help
	// or completed.
	fill(*tree, *cobra.Command)
}

// Group is a command that only holds others.
type Group struct {
	Use, Short, Long, Example string
	Provider                  *Provider // the service that the commands below use
	Section                   string    // heading in the parent's help
	Aliases                   []string
	Children                  func() []Command
}

func (g Group) head() *cobra.Command {
	return &cobra.Command{
		Use: g.Use, Short: g.Short, Aliases: g.Aliases, GroupID: g.Section,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
}

func (g Group) fill(t *tree, cmd *cobra.Command) {
	cmd.Long, cmd.Example = g.Long, g.Example
	cmd.Args = t.refuseWords
	if g.Provider != nil {
		t.provider[cmd] = g.Provider
		g.Provider.AddFlags(cmd.PersistentFlags())
		g.Provider.CompleteFlags(cmd)
	}
	for _, child := range g.Children() {
		t.Add(cmd, child)
	}
}

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
