package fault

import (
	"fmt"
	"strings"

	"unictl/internal/rows"
)

// mostFaults is how many faults are listed; a file of the wrong kind has one in
// each row.
const mostFaults = 100

// FaultsError is a file whose rows are not sound. Nothing was sent.
type FaultsError struct {
	File   string
	Rows   int // that were read
	Total  int // that are wrong
	Faults []*rows.Fault
}

// Add counts a fault, and keeps the first ones.
func (e *FaultsError) Add(fault *rows.Fault) {
	e.Total++
	if len(e.Faults) < mostFaults {
		e.Faults = append(e.Faults, fault)
	}
}

// ExitCode is that of bad input.
func (*FaultsError) ExitCode() int { return ExitUsage }

func (e *FaultsError) Error() string {
	return fmt.Sprintf("%s: %d of %d rows are wrong, nothing was sent", e.File, e.Total, e.Rows)
}

func (e *FaultsError) hint() string { return "correct the file and run the command again" }

// RowFault is what is wrong with one row, for machines.
type RowFault struct {
	Row     int    `json:"row"`  // from 1, without header and comments
	Line    int    `json:"line"` // of the file, from 1
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// documents are the faults for machines.
func (e *FaultsError) documents() []RowFault {
	documents := make([]RowFault, len(e.Faults))
	for i, f := range e.Faults {
		documents[i] = RowFault{f.Row, f.Line, f.Column, f.Message, f.Way}
	}
	return documents
}

// faultLines are the faults for people, a line for each.
func faultLines(faults []RowFault, total int) string {
	var b strings.Builder
	for _, f := range faults {
		b.WriteString("  " + (&rows.Fault{Row: f.Row, Line: f.Line, Column: f.Column, Message: f.Message}).Error())
		if f.Hint != "" {
			b.WriteString(" (" + f.Hint + ")")
		}
		b.WriteString("\n")
	}
	if left := total - len(faults); left > 0 {
		fmt.Fprintf(&b, "  and %d more\n", left)
	}
	return b.String()
}
