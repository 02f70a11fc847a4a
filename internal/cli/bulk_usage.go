package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageWithRows is the usage of a command that takes rows from a file: its own
// flags are few, and must not be looked for among those of the rows.
func (b *bulkFlags) usageWithRows(cmd *cobra.Command) error {
	ofRows := append([]string{"from", "format"}, b.belongToRows()...)
	if cmd.Flags().Lookup("body") == nil { // else it is a template of that
		ofRows = append(ofRows, "print-template")
	}
	own, rows := pflag.NewFlagSet("", pflag.ContinueOnError), pflag.NewFlagSet("", pflag.ContinueOnError)
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if slices.Contains(ofRows, f.Name) {
			rows.AddFlag(f)
		} else {
			own.AddFlag(f)
		}
	})
	var text strings.Builder
	fmt.Fprintf(&text, "Usage:\n  %s\n  %s --from FILE\n", cmd.UseLine(), cmd.CommandPath())
	if cmd.HasExample() {
		fmt.Fprintf(&text, "\nExamples:\n%s\n", cmd.Example)
	}
	for _, part := range []struct {
		heading string
		flags   *pflag.FlagSet
	}{{"Flags", own}, {"Flags for the rows of a file", rows}, {"Global Flags", cmd.InheritedFlags()}} {
		fmt.Fprintf(&text, "\n%s:\n%s", part.heading, part.flags.FlagUsages())
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), text.String())
	return err
}
