package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/rows"
)

// bulkFlags are the flags of a change that takes rows from a file.
type bulkFlags struct {
	from, format               string
	jobs, maxErrors            int
	stopOnError                bool
	resume, restart, goOn      bool
	failIfExists               bool
	report, failed, valuesFile string
	shard                      string
}

func (b *bulkFlags) declare(f *pflag.FlagSet, looks, once bool) {
	f.StringVar(&b.from, "from", "", "carry it out for every row of `FILE`, - for standard input")
	f.StringVar(&b.format, "format", "", "`FORMAT` of the rows: csv, tsv, json, jsonl, yaml or list (default: by the file's extension)")
	f.IntVar(&b.jobs, "jobs", 0, "`N` rows at a time (default: the provider's)")
	f.IntVar(&b.maxErrors, "max-errors", 0, "start no further row after `N` have failed (0 = no limit)")
	f.BoolVar(&b.stopOnError, "stop-on-error", false, "start no further row after one has failed")
	f.BoolVar(&b.resume, "resume", false, "go on with the unfinished run of this file")
	f.BoolVar(&b.restart, "restart", false, "put the unfinished run of this file aside, and begin anew")
	f.BoolVar(&b.goOn, "continue", false, "go on with an unfinished run, or else begin: for schedulers")
	f.StringVar(&b.report, "report", "", "write the result of each row to `FILE` too, in the format of its extension")
	f.StringVar(&b.failed, "failed", "", "write the rows that failed to `FILE`, as rows to take again")
	f.StringVar(&b.shard, "shard", "", "only this machine's part of the rows: `I/N`, or N with JOB_COMPLETION_INDEX")
	if looks {
		f.BoolVar(&b.failIfExists, "fail-if-exists", false, "a row whose thing exists already has failed, instead of being unchanged")
	}
	if once {
		f.StringVar(&b.valuesFile, "values-file", "", "write the secret of each row to this `FILE`, readable by you alone")
	}
}

// belongToRows are the flags that mean nothing without --from.
func (b *bulkFlags) belongToRows() []string {
	return []string{
		"jobs", "max-errors", "stop-on-error", "resume", "restart", "continue", "report", "failed", "shard", "fail-if-exists", "values-file",
	}
}

// withoutRows refuses flags that only rows from a file have.
func (b *bulkFlags) withoutRows(f *pflag.FlagSet) error {
	for _, name := range b.belongToRows() {
		if flag := f.Lookup(name); flag != nil && flag.Changed {
			return &fault.UsageError{Flag: "--" + name, Message: "is for rows of a file", Hint: "name the file with --from FILE"}
		}
	}
	return nil
}

// declareRows adds the flags of rows from a file. With --from no argument is
// missing: the file has them.
func (c *changeRun) declareRows() {
	cmd := c.verb.cmd
	c.flags.bulk.declare(cmd.Flags(), c.looks, c.once != nil)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(rows.Formats(), cobra.ShellCompDirectiveNoFileComp))
	cmd.SetUsageFunc(c.flags.bulk.usageWithRows)
	cmd.Example += "\n  " + cmd.CommandPath() + " --from rows.csv --dry-run"
	arity := cmd.Args
	cmd.Args = func(cmd *cobra.Command, words []string) error {
		if c.flags.bulk.from != "" {
			return nil
		}
		return arity(cmd, words)
	}
}

// columns are the inputs that a row may hold: all but files and secrets.
func (all Inputs) columns() Inputs {
	return slices.DeleteFunc(slices.Clone(all), func(in *Input) bool { return in.path || in.Name == "set" })
}

// indexOf is the place of the input that a column is for, however it is spelt;
// -1 = none.
func (all Inputs) indexOf(column string) int {
	folded := rows.FoldColumn(column)
	return slices.IndexFunc(all, func(in *Input) bool { return !in.path && in.Name != "set" && rows.FoldColumn(in.Name) == folded })
}

// takesRows reports whether a change can be carried out for the rows of a file:
// its rows must differ in what they are about.
func (c *change) takesRows(inputs Inputs) bool {
	columns := inputs.columns()
	args := columns.args()
	return len(columns) > 0 && (c.effect == Create || len(args) > 0) && len(args) == len(inputs.args())
}

// rowTemplate is a starting file for the rows, with its columns explained.
func (all Inputs) rowTemplate(format string) (string, error) {
	if err := checkRowFormat(format); err != nil {
		return "", err
	}
	kind := rows.Format(cmp.Or(format, string(rows.CSV)))
	return rows.Template(kind, Each(all.columns(), func(in *Input) rows.TemplateColumn {
		usage := strings.ReplaceAll(in.Usage, "`", "")
		if usage == "" {
			usage = in.Name
		}
		return rows.TemplateColumn{Name: in.Name, Usage: usage, Required: in.required, List: in.list}
	})), nil
}

// checkRowFormat refuses a --format that there is not; "" is none.
func checkRowFormat(format string) error {
	if format == "" || slices.Contains(rows.Formats(), format) {
		return nil
	}
	return &fault.UsageError{Flag: "--format", Message: fmt.Sprintf("%q is none of %s", format, fault.List(rows.Formats()))}
}
