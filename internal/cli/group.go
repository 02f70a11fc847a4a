package cli

import (
	"github.com/spf13/cobra"

	"unictl/internal/cli/fault"
	"unictl/internal/suggest"
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
		Args: refuseWords,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
}

func (g Group) fill(t *tree, cmd *cobra.Command) {
	cmd.Long, cmd.Example = g.Long, g.Example
	if g.Provider != nil {
		t.provider[cmd] = g.Provider
		g.Provider.addFlags(cmd.PersistentFlags())
		g.Provider.complete(cmd)
	}
	for _, child := range g.Children() {
		t.Add(cmd, child)
	}
}

// refuseWords makes a group fail on a word that is none of its commands: cobra
// would print the help and exit 0.
func refuseWords(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	names := make([]string, 0, len(cmd.Commands()))
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	e := &fault.UsageError{Message: "unknown command \"" + args[0] + "\" for \"" + cmd.CommandPath() + "\""}
	if close := suggest.Nearest(args[0], names); close != "" {
		e.Hint = "did you mean \"" + close + "\"?"
	} else {
		e.Hint = "commands: " + fault.List(names)
	}
	return e
}
