package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"unictl/internal/cli/fault"
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
	// Chooses is what the commands below differ in, where the group is a verb that
	// only lacks that: "service". It is asked for; where nobody can be asked, the verb
	// is incomplete. "" = without a command the group prints its help.
	Chooses string
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
	if g.Chooses != "" {
		cmd.RunE = (&verb{t: t, cmd: cmd}).run(g.choose(cmd))
	}
	if g.Provider != nil {
		t.provider[cmd] = g.Provider
		g.Provider.AddFlags(cmd.PersistentFlags())
		g.Provider.CompleteFlags(cmd)
	}
	for _, child := range g.Children() {
		t.Add(cmd, child)
	}
}

// chosen is the word that somebody chose to complete the command line.
type chosen struct{ word string }

func (c *chosen) Error() string { return c.word + " is chosen" }

// choose asks which of the commands is meant.
func (g Group) choose(cmd *cobra.Command) func(context.Context, *Session, []string) error {
	return func(ctx context.Context, s *Session, _ []string) error {
		asker := s.Terminal.Asker(s.Hidden.Add)
		words := Each(cmd.Commands(), (*cobra.Command).Name)
		if asker == nil {
			return &UsageError{
				Message: "the " + g.Chooses + " is missing: " + fault.List(words),
				Hint:    "`" + cmd.CommandPath() + " " + words[0] + "`, for example",
			}
		}
		for i, c := range cmd.Commands() {
			asker.Say(fmt.Sprintf("  %d  %-8s %s", i+1, c.Name(), c.Short))
		}
		for {
			text, err := asker.Line(ctx, "Which "+g.Chooses, "")
			if err != nil {
				return err
			}
			if n, err := strconv.Atoi(text); err == nil && 1 <= n && n <= len(words) {
				text = words[n-1]
			}
			if slices.Contains(words, text) {
				return &chosen{text}
			}
			asker.Say("please answer with a number or a name of the list")
		}
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
