package cli

import (
	"context"

	"github.com/spf13/cobra"

	"unictl/internal/parse"
)

type completionIn struct{ Shell string }

// Completion is `unictl completion SHELL`.
func Completion() Command { return completionVerb{} }

type completionVerb struct{}

func (completionVerb) head() *cobra.Command {
	cmd := leaf("completion SHELL", "Print the completion script of a shell")
	cmd.GroupID = SectionTools
	return cmd
}

func (completionVerb) fill(t *tree, cmd *cobra.Command) {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	Run[completionIn]{
		Short: cmd.Short,
		Long: "Print the completion script of bash, zsh, fish or powershell. It completes commands, flags,\n" +
			"and names and ids from the service, for which it takes a second at most.",
		Example: "  source <(unictl completion bash)\n  unictl completion zsh > \"${fpath[1]}/_unictl\"",
		Inputs: func(in *completionIn) Inputs {
			return Inputs{Arg("shell", &in.Shell, parse.Choice(shells...)).Words(shells...)}
		},
		Do: func(_ context.Context, s *Session, in *completionIn) error {
			root := cmd.Root()
			switch in.Shell {
			case "zsh":
				return root.GenZshCompletion(s.App.Out)
			case "fish":
				return root.GenFishCompletion(s.App.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(s.App.Out)
			}
			return root.GenBashCompletionV2(s.App.Out, true)
		},
	}.fill(t, cmd)
}
