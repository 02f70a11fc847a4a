// Package output renders results on stdout: lists, single objects and change
// documents as table, wide, json, jsonl, yaml, csv or name.
//
// Rows arrive as an iterator and leave as they come where the format allows
// it. Text from a server is data, never terminal commands: control characters
// and direction overrides are made visible in every format that prints text
// and escaped in those that have escapes (json, jsonl, yaml).
package output

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Format is the word given to -o.
type Format string

// The formats of -o. The empty Format means Table, or JSON when a jq
// expression is given.
const (
	Table Format = "table"
	Wide  Format = "wide"
	JSON  Format = "json"
	JSONL Format = "jsonl"
	YAML  Format = "yaml"
	CSV   Format = "csv"
	Name  Format = "name"
)

// Formats returns the words -o accepts, in the order in which help lists them.
func Formats() []string {
	return []string{
		string(Table), string(Wide), string(JSON), string(JSONL),
		string(YAML), string(CSV), string(Name),
	}
}

// Options is what the user asked for and what is known of stdout. The zero
// value prints a piped table.
type Options struct {
	Format  Format   // "" = Table, or JSON when JQ is set
	Columns []string // columns to print, in this order; empty = the default ones
	Sort    []string // columns to sort by; a leading "-" sorts descending
	CSV     Dialect  // how csv is written
	Limit   int      // at most this many rows; 0 = all
	JQ      string   // jq expression; json runs it over the whole result, jsonl over each row

	NoHeader bool // leave out the header of csv and of tables
	Quiet    bool // change documents print nothing in table format

	Terminal bool // stdout is a terminal
	Width    int  // columns of the terminal; 0 = unknown, nothing is truncated
	Color    bool // the terminal wants colour

	Now func() time.Time // clock for humane times; nil = time.Now
}

// format resolves the default: Table, or JSON once a jq expression is given.
func (o Options) format() Format {
	switch {
	case o.Format != "":
		return o.Format
	case o.JQ != "":
		return JSON
	default:
		return Table
	}
}

// now returns the moment that humane times refer to.
func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// tableText returns how a table spells its cells: humane on a terminal, exact
// when piped.
func (o Options) tableText() textStyle {
	return textStyle{list: ", ", humane: o.Terminal, now: o.now()}
}

// csvText returns how csv spells its cells. Lists are joined with "|", which
// is what bulk rows read back.
func csvText() textStyle { return textStyle{list: "|", multiline: true} }

// sortColumn splits "-lastSeenOn" into its column and its direction.
func sortColumn(word string) (name string, descending bool) {
	name, descending = strings.CutPrefix(word, "-")
	return name, descending
}

// Check reports options that cannot be followed for a result of these columns
// (none for a change document): unknown format, columns or sort columns, an
// invalid jq expression, jq with a format that has no JSON, a negative limit.
// It is called before any request; the error is a *UsageError.
func (o Options) Check(cols []Column) error {
	if o.Format != "" && !slices.Contains(Formats(), string(o.Format)) {
		return &UsageError{
			Flag: "-o", Message: fmt.Sprintf("unknown format %q", o.Format),
			Way: "formats: " + strings.Join(Formats(), ", "),
		}
	}
	if err := o.checkCSV(); err != nil {
		return err
	}
	if o.Limit < 0 {
		return &UsageError{
			Flag: "--limit", Message: fmt.Sprintf("%d is negative", o.Limit),
			Way: "give a number of rows, or 0 for all",
		}
	}
	if err := checkColumns(cols, o.Columns); err != nil {
		return err
	}
	for _, word := range o.Sort {
		name, _ := sortColumn(word)
		if err := knownColumn("--sort", cols, name); err != nil {
			return err
		}
	}
	return o.checkJQ()
}

func checkColumns(cols []Column, names []string) error {
	for i, name := range names {
		if err := knownColumn("--columns", cols, name); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return &UsageError{
				Flag: "--columns", Message: fmt.Sprintf("column %q is given twice", name),
				Way: "name each column once",
			}
		}
	}
	return nil
}

func knownColumn(flag string, cols []Column, name string) error {
	if indexColumn(cols, name) >= 0 {
		return nil
	}
	if len(cols) == 0 {
		return &UsageError{
			Flag: flag, Message: "this command prints one document, which has no columns",
			Way: "pick from it with --jq",
		}
	}
	hint := "columns: " + strings.Join(columnNames(cols), ", ")
	if i := slices.IndexFunc(cols, func(c Column) bool { return strings.EqualFold(c.Name, name) }); i >= 0 {
		hint = fmt.Sprintf("did you mean %q? %s", cols[i].Name, hint)
	}
	return &UsageError{Flag: flag, Message: fmt.Sprintf("unknown column %q", name), Way: hint}
}

func (o Options) checkJQ() error {
	if o.JQ == "" {
		return nil
	}
	if f := o.format(); f != JSON && f != JSONL {
		return &UsageError{
			Flag: "--jq", Message: fmt.Sprintf("does not go with -o %s", f),
			Way: "use -o json (the whole result) or -o jsonl (each row)",
		}
	}
	_, err := compileJQ(o.JQ)
	return err
}

// UsageError reports a flag of Options that cannot be followed. Nothing has
// been requested or printed when it is returned.
type UsageError struct {
	Flag    string // as typed: "--columns", "--sort", "--limit", "--jq", "-o"
	Message string // what is wrong with its value
	Way     string // the way out: the words that would be accepted
}

// Error names the flag and what is wrong with its value, without the hint.
func (e *UsageError) Error() string { return e.Flag + ": " + e.Message }

// ExitCode is that of bad input.
func (*UsageError) ExitCode() int { return 2 }

// Hint is the way out.
func (e *UsageError) Hint() string { return e.Way }

// JQError reports a jq expression that failed on the result. It is not a
// UsageError: the calls were made, and with a change document the change too.
type JQError struct {
	Expr    string // the expression as given
	Message string // what gojq says, without the data it failed on
}

// Error names the expression and the reason. Values of the result are left
// out: a created token is part of a result and must not reach a log.
func (e *JQError) Error() string {
	return fmt.Sprintf("--jq %q: %s", e.Expr, Sanitize(e.Message))
}

// writeError wraps a failed write to stdout, so that errors.Is still finds
// syscall.EPIPE when the reader closed the pipe.
func writeError(err error) error { return fmt.Errorf("write output: %w", err) }
