package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// completeInputs attaches completion to the arguments and flags of a verb. It
// never prompts, and says nothing when it fails.
func completeInputs(t *tree, cmd *cobra.Command, inputs Inputs, without []string) {
	args := inputs.args()
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, prefix string) ([]string, cobra.ShellCompDirective) {
		i := len(given)
		if i >= len(args) && len(args) > 0 && args[len(args)-1].many {
			i = len(args) - 1
		}
		if i >= len(args) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return t.complete(cmd, args[i], prefix, without)
	}
	for _, in := range inputs {
		if in.arg || in.toggle {
			continue
		}
		_ = cmd.RegisterFlagCompletionFunc(in.Name, func(cmd *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
			return t.complete(cmd, in, prefix, without)
		})
	}
}

// completeColumns completes --columns and --sort.
func completeColumns[T any](cmd *cobra.Command, columns []Column[T]) {
	words := make([]string, len(columns))
	for i, c := range columns {
		words[i] = c.Name
	}
	_ = cmd.RegisterFlagCompletionFunc("columns", commaList(words))
	_ = cmd.RegisterFlagCompletionFunc("sort", commaList(words))
}

// commaList completes the last word of a comma-separated list.
func commaList(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
		head := ""
		if i := strings.LastIndexByte(prefix, ','); i >= 0 {
			head = prefix[:i+1]
		}
		var full []string
		for _, w := range words {
			if strings.HasPrefix(head+w, prefix) && !strings.Contains(","+head, ","+w+",") {
				full = append(full, head+w)
			}
		}
		return full, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}
