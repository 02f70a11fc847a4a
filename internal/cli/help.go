package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// help is `unictl help`: cobra's own would look into branches that are not
// filled.
func (t *tree) help() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]…", Short: "Show the help of a command", GroupID: SectionTools, DisableFlagsInUseLine: true,
		Long:              "Show the help of a command; `unictl COMMAND --help` does the same.",
		Example:           "  unictl help ixon users invite",
		ValidArgsFunction: t.completeTopic,
		RunE: func(_ *cobra.Command, words []string) error {
			topic, left := t.topic(words)
			if len(left) > 0 {
				return refuseWords(topic, left)
			}
			topic.InitDefaultHelpFlag()
			topic.InitDefaultVersionFlag()
			return topic.Help()
		},
	}
}

// topic is the command that words lead to, with the words that lead nowhere.
func (t *tree) topic(words []string) (*cobra.Command, []string) {
	t.grow(words)
	cmd, left, err := t.root.Find(words)
	if cmd == nil || err != nil {
		return t.root, words
	}
	return cmd, left
}

func (t *tree) completeTopic(_ *cobra.Command, words []string, prefix string) ([]string, cobra.ShellCompDirective) {
	topic, left := t.topic(words)
	if len(left) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, c := range topic.Commands() {
		if c.IsAvailableCommand() && strings.HasPrefix(c.Name(), prefix) {
			names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
