package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"unictl/internal/document"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// writePlan prints a dry run for people: each request as it would be sent.
func (d *Document) writePlan(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "dry run, nothing is sent: %s %s\n", d.Action, output.Sanitize(d.Target))
	if d.Reason != "" {
		fmt.Fprintf(&b, "  nothing to do: %s\n", output.Sanitize(d.Reason))
	}
	if d.Error != nil {
		fmt.Fprintf(&b, "  it would fail: %s\n", output.Sanitize(d.Error.Message))
	}
	for i, step := range d.Requests {
		fmt.Fprintf(&b, "\n%d. %s\n", i+1, output.Sanitize(step.Step))
		step.write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p plannedStep) write(b *strings.Builder) {
	for _, c := range p.Changes {
		fmt.Fprintf(b, "   %s: %s → %s\n", cmp.Or(output.Sanitize(c.Path), "all of it"), orNone(c.From), orNone(c.To))
	}
	if p.Request == nil {
		fmt.Fprintf(b, "   (%s)\n", p.Note)
		return
	}
	fmt.Fprintf(b, "   %s %s\n", p.Request.Method, output.Sanitize(p.Request.URL))
	for _, name := range slices.Sorted(maps.Keys(p.Request.Headers)) {
		fmt.Fprintf(b, "   %s: %s\n", name, output.Sanitize(p.Request.Headers[name]))
	}
	var pretty bytes.Buffer
	if len(p.Request.Body) > 0 && json.Indent(&pretty, p.Request.Body, "   ", "  ") == nil {
		for line := range strings.SplitSeq(pretty.String(), "\n") {
			b.WriteString(output.Sanitize(strings.TrimRight("   "+strings.TrimPrefix(line, "   "), " ")) + "\n")
		}
	}
}

func orNone(value json.RawMessage) string {
	if value == nil {
		return "(none)"
	}
	return output.Sanitize(string(value))
}

// previews shows the steps of a dry run.
func previews(steps []Step) []plannedStep {
	planned := make([]plannedStep, len(steps))
	for i, s := range steps {
		planned[i].Step, planned[i].Changes = s.Name, s.changes
		if s.Call != nil {
			p := s.Call.Preview()
			if p.Body != nil {
				p.Body = document.Mask(p.Body)
			}
			planned[i].Request = &p
		} else {
			planned[i].Note = "made from the answers of the steps before"
		}
	}
	return planned
}

// plannedStep is one step of a dry run's document.
type plannedStep struct {
	Step    string          `json:"step"`
	Changes []plannedChange `json:"changes,omitempty"`
	Request *rest.Preview   `json:"request,omitempty"`
	Note    string          `json:"note,omitempty"`
}
