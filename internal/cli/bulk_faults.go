package cli

import (
	"fmt"
	"strings"

	"unictl/internal/rest"
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

func (e *FaultsError) add(fault *rows.Fault) {
	e.Total++
	if len(e.Faults) < mostFaults {
		e.Faults = append(e.Faults, fault)
	}
}

func (e *FaultsError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d of %d rows are wrong, nothing was sent", e.File, e.Total, e.Rows)
	for _, fault := range e.Faults {
		b.WriteString("\n  " + fault.Error())
		if fault.Hint != "" {
			b.WriteString(" (" + fault.Hint + ")")
		}
	}
	if left := e.Total - len(e.Faults); left > 0 {
		fmt.Fprintf(&b, "\n  and %d more", left)
	}
	return b.String()
}

func (e *FaultsError) hint() string { return "correct the file and run the command again" }

// fields are the faults for machines.
func (e *FaultsError) fields() []rest.Field {
	return Each(e.Faults, func(f *rows.Fault) rest.Field {
		index := f.Row
		return rest.Field{Name: f.Column, Index: &index, Message: f.Message}
	})
}
