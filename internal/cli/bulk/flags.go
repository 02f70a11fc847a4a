package bulk

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/input"
	"unictl/internal/cli/session"
	"unictl/internal/rows"
)

// Flags are the flags of a change that takes rows from a file.
type Flags struct {
	From, Format               string
	jobs, maxErrors            int
	stopOnError                bool
	resume, restart, goOn      bool
	failIfExists, failIfAbsent bool
	report, failed, valuesFile string
	shard                      string
}

// RowsHeading is their heading in the help.
const RowsHeading = "Rows of a file"

// Declare adds them to a command that can be carried out without an argument
// then: the file has them.
func (b *Flags) Declare(cmd *cobra.Command, c *change.Change) {
	f := cmd.Flags()
	f.StringVar(&b.From, "from", "", "carry it out for every row of `FILE`, - for standard input")
	f.StringVar(&b.Format, "format", "", "`FORMAT` of the rows: csv, tsv, json, jsonl, yaml or list (default: by the file's extension)")
	f.IntVar(&b.jobs, "jobs", 0, "`N` rows at a time (default: the provider's)")
	f.IntVar(&b.maxErrors, "max-errors", 0, "start no further row after `N` have failed (0 = no limit)")
	f.BoolVar(&b.stopOnError, "stop-on-error", false, "start no further row after one has failed")
	f.BoolVar(&b.resume, "resume", false, "go on with the unfinished run of this file")
	f.BoolVar(&b.restart, "restart", false, "start from the first row, and set the unfinished run of this file aside")
	f.BoolVar(&b.goOn, "continue", false, "go on with an unfinished run, or else begin: for schedulers")
	f.StringVar(&b.report, "report", "", ReportUsage)
	f.StringVar(&b.failed, "failed", "", "write the rows that failed to `FILE`, as rows to take again")
	f.StringVar(&b.shard, "shard", "", "only this machine's part of the rows: `I/N`, or N with JOB_COMPLETION_INDEX")
	if c.Looks {
		f.BoolVar(&b.failIfExists, "fail-if-exists", false, "a row whose thing exists already has failed, instead of being unchanged")
	}
	if c.Removes {
		f.BoolVar(&b.failIfAbsent, "fail-if-absent", false, "a row whose thing is not there has failed, instead of being unchanged")
	}
	if c.Once != nil {
		f.StringVar(&b.valuesFile, "values-file", "", "write the secret of each row to this `FILE`, readable by you alone")
	}
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(rows.Formats(), cobra.ShellCompDirectiveNoFileComp))
	session.Heading(f, RowsHeading, append([]string{"from", "format"}, b.belongToRows()...)...)
	cmd.Example += "\n  " + cmd.CommandPath() + " --from rows.csv --dry-run"
	arity := cmd.Args
	cmd.Args = func(cmd *cobra.Command, words []string) error {
		if b.From != "" {
			return nil
		}
		return arity(cmd, words)
	}
}

// Takes reports whether a change can be carried out for the rows of a file: its
// rows must differ in what they are about.
func Takes(c *change.Change, inputs input.Inputs) bool {
	columns := inputs.Columns()
	args := columns.Args()
	return len(columns) > 0 && (c.Effect == change.Create || len(args) > 0) && len(args) == len(inputs.Args())
}

// belongToRows are the flags that mean nothing without --from.
func (b *Flags) belongToRows() []string {
	return []string{
		"jobs", "max-errors", "stop-on-error", "resume", "restart", "continue", "report", "failed", "shard", "fail-if-exists", "fail-if-absent", "values-file",
	}
}

// Without refuses flags that only rows from a file have.
func (b *Flags) Without(f *pflag.FlagSet) error {
	for _, name := range b.belongToRows() {
		if flag := f.Lookup(name); flag != nil && flag.Changed {
			return &fault.UsageError{Flag: "--" + name, Message: "is for rows of a file", Hint: "name the file with --from FILE"}
		}
	}
	return nil
}

// ReportUsage is what --report says of itself in every command.
const ReportUsage = "write the result of each row to `FILE` too, in the format of its extension"
