package change

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/document"
	"unictl/internal/rest"
)

// compare says what a change did besides what was asked for: after is what the
// service shows then, foreseen what current was to become.
func (e *Edit) compare(name string, current, foreseen, after json.RawMessage, err error) {
	if err != nil {
		e.warn(fmt.Sprintf("%s: it was done, but what it looks like now cannot be read: %v", name, err))
		return
	}
	hideSecrets(e.hidden, after)
	asked := document.Diff(current, foreseen)
	others := slices.DeleteFunc(document.Diff(foreseen, after), func(d document.Difference) bool {
		return slices.ContainsFunc(asked, func(a document.Difference) bool {
			return d.Path == a.Path || strings.HasPrefix(d.Path, a.Path+".")
		})
	})
	if len(others) == 0 {
		return
	}
	const most = 5
	var said []string
	for _, d := range others[:min(most, len(others))] {
		if d = d.Mask(); e.Hidden {
			said = append(said, d.Path)
			continue
		}
		said = append(said, fmt.Sprintf("%s: %s → %s", d.Path, orNone(d.From), orNone(d.To)))
	}
	if more := len(others) - most; more > 0 {
		said = append(said, fmt.Sprintf("and %d more", more))
	}
	e.warn(e.hidden.Mask(fmt.Sprintf("%s: this changed too, and was not asked for: %s", name, strings.Join(said, ", "))))
}

// Unreadable is the error of a read before a change with the way out: what the
// service does not show can be written all the same.
func Unreadable(err error) error {
	known, answered := errors.AsType[*rest.Error](err)
	if answered && (known.Status == 0 || known.Status == http.StatusUnauthorized) {
		return err // the change would not get further
	}
	return &unreadableError{err}
}

type unreadableError struct{ err error }

func (e *unreadableError) Error() string { return e.err.Error() }
func (e *unreadableError) Unwrap() error { return e.err }

// Hint adds the way out to what else is known.
func (e *unreadableError) Hint() string {
	const way = "--body FILE with --no-read sends a document without reading what is there"
	if hint := fault.Hint(e.err); hint != "" {
		return hint + "; " + way
	}
	return way
}
