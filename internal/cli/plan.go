package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"unictl/internal/output"
)

// brief is a document as a table shows it: the service's answer is for
// machines.
type brief struct {
	Action  string `json:"action"`
	Target  string `json:"target"`
	ID      string `json:"id"`
	Changed bool   `json:"changed"`
	Reason  string `json:"reason,omitempty"`
}

// write prints a document in the chosen format.
func (d *Document) write(s *Session) error {
	options := s.output()
	switch options.Format {
	case "", output.Table, output.Wide:
		if options.JQ == "" && d.DryRun {
			return d.writePlan(s.App.Out)
		}
		if options.JQ == "" {
			return output.WriteDocument(s.App.Out, options, brief{d.Action, d.Target, d.ID, d.Changed, d.Reason}, d.ID)
		}
	}
	return output.WriteDocument(s.App.Out, options, d, d.ID)
}

// writePlan prints a dry run for people: each request as it would be sent.
func (d *Document) writePlan(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "dry run, nothing is sent: %s %s\n", d.Action, output.Sanitize(d.Target))
	if d.Reason != "" {
		fmt.Fprintf(&b, "  nothing to do: %s\n", output.Sanitize(d.Reason))
	}
	for i, step := range d.Requests {
		fmt.Fprintf(&b, "\n%d. %s\n", i+1, output.Sanitize(step.Step))
		step.write(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p plannedStep) write(b *strings.Builder) {
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
