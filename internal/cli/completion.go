package cli

import (
	"context"
	"io"
	"strings"

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
			script, err := completionScript(cmd.Root(), in.Shell)
			if err != nil {
				return err
			}
			_, err = io.WriteString(s.App.Out, script)
			return err
		},
	}.fill(t, cmd)
}

// completionScript is cobra's, mended.
func completionScript(root *cobra.Command, shell string) (string, error) {
	var b strings.Builder
	var err error
	switch shell {
	case "zsh":
		err = root.GenZshCompletion(&b)
	case "fish":
		err = root.GenFishCompletion(&b, true)
	case "powershell":
		err = root.GenPowerShellCompletionWithDesc(&b)
	default:
		err = root.GenBashCompletionV2(&b, true)
	}
	script := b.String()
	for _, m := range mends()[shell] {
		script = strings.Replace(script, m.wrong, m.right, 1)
	}
	return script, err
}

// mend is a place of a script of cobra's at which words lose their quotes.
type mend struct{ wrong, right string }

// mends are needed with names of several words, and with whatever a person has
// typed in quotes: a word without its quotes is several words, or a command. A
// test finds each of them in the scripts.
func mends() map[string][]mend {
	return map[string][]mend{
		"bash": {{ // What several words have in common goes onto the command line as it is.
			`COMPREPLY+=("$compline")`,
			`COMPREPLY+=("$comp${compline#"${compline%%$tab*}"}")`,
		}, { // It is measured as it will be shown.
			"        comp=${compline%%$tab*}\n        if ((${#comp}>longest))",
			"        if ((${#comp}>longest))",
		}, { // And is in quotes already when it is alone.
			`COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")`,
			`COMPREPLY[0]=${COMPREPLY[0]%%$tab*}`,
		}, { // Without the package bash-completion; bash takes words apart at = and :.
			`    _get_comp_words_by_ref "$@" cur prev words cword`,
			`    if declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
        _get_comp_words_by_ref "$@" cur prev words cword
        return
    fi
    local i rest=$COMP_LINE
    words=() cword=0
    for ((i = 0; i <= COMP_CWORD; i++)); do
        if ((i > 0)) && [[ $rest == [[:blank:]]* ]]; then
            ((cword += 1))
        fi
        words[cword]+=${COMP_WORDS[i]}
        rest=${rest#"${rest%%[^[:blank:]]*}"}
        rest=${rest#"${COMP_WORDS[i]}"}
    done
    cur=${words[cword]}`,
		}},
		"fish": {{ // fish gives the words without their quotes, and they are evaluated.
			`set -l args (commandline -opc)`,
			`set -l args (commandline -opc)
    set args $args[1] (string escape -- $args[2..-1])`,
		}, { // The last one it gives as it was typed.
			`set -l lastArg (string escape -- (commandline -ct))`,
			`set -l lastArg (commandline -ct | string unescape)
    test -n "$lastArg"; or set lastArg (commandline -ct)
    set lastArg (string escape -- "$lastArg")`,
		}},
	}
}
