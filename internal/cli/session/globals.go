package session

import (
	"math"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// Globals are the flags that every command takes.
type Globals struct {
	Context, Config         string
	Output, CSV             string
	Columns, Sort           []string
	Limit                   int
	JQ                      string
	NoHeader, Quiet         bool
	Yes, NoInput, DryRun    bool
	Debug, NoColor          bool
	Timeout, ConnectTimeout time.Duration
	Retries                 int
	Rate                    float64
	Justification           string

	flags *pflag.FlagSet
	text  *fileText // of the configuration; shared by all sessions of a run
}

// Reserved lists the flag names that mean the same in every command; no verb
// may use one for anything else.
func Reserved() []string {
	return []string{
		"context", "config", "output", "csv", "columns", "sort", "limit", "jq", "no-header", "quiet",
		"yes", "no-input", "dry-run", "debug", "timeout", "connect-timeout", "retries", "rate", "no-color", "justification",
		"from", "format", "jobs", "max-errors", "stop-on-error", "resume", "restart", "continue", "fail-if-exists", "fail-if-absent", "report", "failed",
		"values-file", "shard", "if-exists", "allow-self", "allow-last-admin", "keep", "no-read", "body", "file", "field", "set", "print-template", "exit-code",
	}
}

// Add declares the flags.
func (g *Globals) Add(f *pflag.FlagSet) {
	g.flags = f
	f.StringVar(&g.Context, "context", "", "use this `NAME` of the configured contexts, or sandbox")
	f.StringVar(&g.Config, "config", "", "read the configuration from `FILE`")
	f.StringVarP(&g.Output, "output", "o", "", "`FORMAT`: table, wide, json, jsonl, yaml, csv or name")
	f.StringVar(&g.CSV, "csv", "", "`DIALECT` of -o csv: safe (default: what begins like a formula is made text), raw, or excel (safe, with ; and a byte order mark)")
	f.StringSliceVar(&g.Columns, "columns", nil, "print only these `COLUMNS`, in this order")
	f.StringSliceVar(&g.Sort, "sort", nil, "sort by these `COLUMNS`; -COLUMN for descending")
	f.IntVar(&g.Limit, "limit", 0, "print at most `N` rows (0 = all)")
	f.StringVar(&g.JQ, "jq", "", "filter the JSON result with a jq `EXPRESSION`")
	f.BoolVar(&g.NoHeader, "no-header", false, "leave the header line out")
	f.BoolVarP(&g.Quiet, "quiet", "q", false, "print no notes and no confirmation of a change")
	f.BoolVar(&g.Yes, "yes", false, "answer yes to the confirmation")
	f.BoolVar(&g.NoInput, "no-input", false, "never prompt")
	f.BoolVar(&g.DryRun, "dry-run", false, "show what a change would send, and send nothing")
	f.BoolVar(&g.Debug, "debug", false, "write every request and answer to stderr, redacted")
	f.DurationVar(&g.Timeout, "timeout", time.Minute, "limit of one request, answer included (0 = none)")
	f.DurationVar(&g.ConnectTimeout, "connect-timeout", 10*time.Second, "limit of connecting")
	f.IntVar(&g.Retries, "retries", 3, "further attempts of requests that are safe to repeat")
	f.Float64Var(&g.Rate, "rate", 0, "requests a second at most (default: the provider's own limit; 0 = none)")
	f.StringVar(&g.Justification, "justification", "", "why: this `TEXT` goes into the history with each write")
	f.BoolVar(&g.NoColor, "no-color", false, "no colour")
	Heading(f, ResultHeading, "output", "columns", "sort", "limit", "jq", "no-header", "quiet")
	Heading(f, SafetyHeading, "dry-run", "yes")
	Heading(f, "Context", "context", "config", "justification")
	Heading(f, "Calls", "timeout", "connect-timeout", "retries", "rate", "debug")
	Heading(f, "Terminal", "no-input", "no-color")
}

// Headings of the help that a verb shows of the global flags: those of reads, and
// those of changes. A service has those of trust beside its own.
const (
	ResultHeading = "Result"
	SafetyHeading = "Safety"
	TrustHeading  = "Certificates"
)

// heading is the annotation of a flag with the heading that it stands under.
const heading = "unictl_heading"

// Heading puts those of the flags that are declared under a heading of the help.
func Heading(f *pflag.FlagSet, title string, names ...string) {
	for _, name := range names {
		if flag := f.Lookup(name); flag != nil {
			_ = f.SetAnnotation(name, heading, []string{title})
		}
	}
}

// HeadingOf is the heading that a flag stands under; "" = its own command's.
func HeadingOf(f *pflag.Flag) string { return strings.Join(f.Annotations[heading], "") }

// Declare adds the global flags on the root and their completion.
func (g *Globals) Declare(root *cobra.Command) {
	g.Add(root.PersistentFlags())
	fixed := func(values ...string) cobra.CompletionFunc {
		return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	}
	_ = root.RegisterFlagCompletionFunc("output", fixed(output.Formats()...))
	_ = root.RegisterFlagCompletionFunc("csv", fixed(output.Dialects()...))
}

// Given reports that a flag stands on the command line.
func (g *Globals) Given(name string) bool { return g.flags != nil && g.flags.Changed(name) }

// Check refuses values that no connection can follow.
func (g *Globals) Check() error {
	switch {
	case g.Timeout < 0:
		return &fault.UsageError{Flag: "--timeout", Message: "must not be negative"}
	case g.ConnectTimeout < 0:
		return &fault.UsageError{Flag: "--connect-timeout", Message: "must not be negative"}
	case g.Retries < 0 || g.Retries > 20:
		return &fault.UsageError{Flag: "--retries", Message: "must be between 0 and 20"}
	case !(g.Rate >= 0) || math.IsInf(g.Rate, 0): // NaN is not even negative
		return &fault.UsageError{Flag: "--rate", Message: "must be a number of at least 0"}
	}
	return nil
}
