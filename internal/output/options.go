package output

import (
	"strings"
	"time"
)

// Options is what the user asked for and what is known of stdout. The zero
// value prints a piped table.
type Options struct {
	Format  Format   // "" = Table, or JSON when JQ is set
	Columns []string // columns to print, in this order; empty = the default ones
	Sort    []string // columns to sort by; a leading "-" sorts descending
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
