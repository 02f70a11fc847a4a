package change

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/document"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// Document is what every change prints. Response is the service's answer as
// received; for several steps a list of them.
type Document struct {
	Action   string          `json:"action"`
	Target   string          `json:"target"`
	ID       string          `json:"id"`
	Changed  bool            `json:"changed"`
	DryRun   bool            `json:"dryRun,omitempty"`
	Reason   string          `json:"reason,omitempty"`  // why nothing changed
	Differs  []Difference    `json:"differs,omitempty"` // of what exists already
	Requests []plannedStep   `json:"requests,omitempty"`
	Response json.RawMessage `json:"response"`
	Error    *fault.Document `json:"error,omitempty"` // of a failed row
}

// joined is the one answer, or the list of several.
func joined(answers []json.RawMessage) json.RawMessage {
	if len(answers) == 1 {
		return answers[0]
	}
	text, err := json.Marshal(answers)
	if err != nil {
		return json.RawMessage("null")
	}
	return text
}

// Columns are those of several documents.
func Columns() []output.Column {
	return output.Columns([]output.Typed[Document]{
		{Name: "target", Cell: func(d Document) any { return d.Target }},
		{Name: "id", ID: true, Cell: func(d Document) any { return d.ID }},
		{Name: "changed", Cell: func(d Document) any { return d.Changed }},
		{Name: "error", Cell: func(d Document) any {
			if d.Error == nil {
				return nil
			}
			return d.Error.Message
		}},
		{Name: "action", Wide: true, Cell: func(d Document) any { return d.Action }},
	})
}

// brief is a document as a table shows it: the service's answer is for
// machines.
type brief struct {
	Action  string `json:"action"`
	Target  string `json:"target"`
	ID      string `json:"id,omitempty"` // what has none needs no empty line
	Changed bool   `json:"changed"`
	Reason  string `json:"reason,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// hint is how to change what differs.
func (d *Document) hint() string { return (&Existing{Differs: d.Differs}).Hint() }

// write prints a document in the chosen format.
func (d *Document) write(s *session.Session) error {
	options := s.Output()
	switch options.Format {
	case output.Name:
		if d.ID == "" {
			return nil // an empty line would be taken for an id
		}
	case "", output.Table, output.Wide:
		if options.JQ == "" && d.DryRun {
			return d.WritePlan(s.App.Out)
		}
		if options.JQ == "" {
			return output.WriteDocument(s.App.Out, options, brief{d.Action, d.Target, d.ID, d.Changed, d.Reason, d.hint()}, d.ID)
		}
	}
	return output.WriteDocument(s.App.Out, options, d, d.ID)
}

// WritePlan prints a dry run for people: each request as it would be sent.
func (d *Document) WritePlan(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "dry run, nothing is sent: %s %s\n", d.Action, output.Sanitize(d.Target))
	if d.Reason != "" {
		fmt.Fprintf(&b, "  nothing to do: %s\n", output.Sanitize(d.Reason))
	}
	if hint := d.hint(); hint != "" {
		fmt.Fprintf(&b, "  hint: %s\n", output.Sanitize(hint))
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
		p := s.Call.Preview()
		if p.Body != nil {
			p.Body = document.Mask(p.Body)
		}
		planned[i].Request = &p
	}
	return planned
}

// plannedStep is one step of a dry run's document.
type plannedStep struct {
	Step    string          `json:"step"`
	Changes []plannedChange `json:"changes,omitempty"`
	Request *rest.Preview   `json:"request,omitempty"`
}

// plannedChange is one value that a change replaces, as a dry run shows it;
// what looks like a secret is masked. From or To is null where there is no
// value.
type plannedChange struct {
	Path string          `json:"path"`
	From json.RawMessage `json:"from"`
	To   json.RawMessage `json:"to"`
}

// changes lists what differs.
func changes(from, to json.RawMessage) []plannedChange {
	var all []plannedChange
	for _, d := range document.Diff(from, to) {
		d = d.Mask()
		all = append(all, plannedChange{Path: d.Path, From: d.From, To: d.To})
	}
	return all
}

// hideSecrets masks from now on, wherever they would be printed, the texts that
// stand under names that look like secrets. Numbers are masked where they
// stand alone: 3600 is no secret elsewhere.
func hideSecrets(hidden *rest.Secrets, raw json.RawMessage) {
	if raw == nil || hidden == nil {
		return
	}
	for _, value := range document.SecretValues(raw) {
		if !json.Valid([]byte(value)) || bytes.Contains(raw, []byte(`"`+value+`"`)) {
			hidden.Add(value)
		}
	}
}

// HideSecrets masks the secrets of a document from now on.
func HideSecrets(s *session.Session, raw json.RawMessage) { hideSecrets(s.Hidden, raw) }

// Shown is an answer as it is printed: of a provider whose answers may hold
// secrets, without them; all texts are masked where the answer is one.
func Shown(s *session.Session, raw json.RawMessage, isSecret, reveal bool) json.RawMessage {
	switch {
	case raw == nil || reveal || s.Provider == nil || !s.Provider.Masks:
		return raw
	case isSecret:
		return document.MaskAll(raw)
	}
	return document.Mask(raw)
}
