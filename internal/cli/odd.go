package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// oddities counts the cells of a list that could not be read.
type oddities struct {
	shown, left map[string]bool // names of members
	rows, out   int             // rows that were shown, and left out
}

// shows notes a row that is printed.
func (o *oddities) shows(odd rest.Odd) {
	if len(odd) > 0 {
		o.rows++
		o.shown = with(o.shown, odd.Names())
	}
}

// leaves reports a row that filters, which look at asked, cannot judge.
func (o *oddities) leaves(odd rest.Odd, asked []string) bool {
	if len(odd) == 0 {
		return false
	}
	names := slices.DeleteFunc(odd.Names(), func(name string) bool { return !slices.Contains(asked, name) })
	if len(names) > 0 {
		o.out++
		o.left = with(o.left, names)
	}
	return len(names) > 0
}

func with(set map[string]bool, names []string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	for _, name := range names {
		set[name] = true
	}
	return set
}

// warn says once what makes the result doubtful.
func (o *oddities) warn(s *Session) {
	named := func(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), ", ") }
	if o.rows > 0 {
		s.Terminal.Warn(fmt.Sprintf("%s cells of an unknown form, which are shown as received: %s", rows(o.rows, "has", "have"), named(o.shown)))
	}
	if o.out > 0 {
		s.Terminal.Warn(fmt.Sprintf("%s left out: %s cannot be read, so the filters cannot be checked", rows(o.out, "is", "are"), named(o.left)))
	}
}

func rows(n int, one, many string) string {
	if n == 1 {
		return "1 row " + one
	}
	return fmt.Sprintf("%d rows %s", n, many)
}
