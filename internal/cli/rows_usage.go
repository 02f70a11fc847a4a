package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// setApart shows some flags of a command under a heading of their own: a verb's
// own flags are few, and must not be looked for among those of files of rows.
func setApart(cmd *cobra.Command, heading string, flags *pflag.FlagSet) {
	usual := cmd.UsageFunc()
	cmd.SetUsageFunc(func(cmd *cobra.Command) error {
		hide := func(hidden bool) {
			flags.VisitAll(func(f *pflag.Flag) { cmd.Flags().Lookup(f.Name).Hidden = hidden })
		}
		out := cmd.OutOrStderr()
		var text bytes.Buffer
		cmd.SetOut(&text)
		hide(true)
		err := usual(cmd)
		hide(false)
		cmd.SetOut(out)
		if err != nil {
			return err
		}
		before, after, _ := strings.Cut(text.String(), "\nGlobal Flags:")
		if after != "" {
			after = "\nGlobal Flags:" + after
		}
		_, err = io.WriteString(out, before+"\n"+heading+":\n"+strings.TrimRight(flags.FlagUsages(), "\n")+"\n"+after)
		return err
	})
}
