package cli

import (
	"encoding/json"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// Document is what every change prints. Response is the service's answer as
// received; for several steps a list of them.
type Document struct {
	Action   string          `json:"action"`
	Target   string          `json:"target"`
	ID       string          `json:"id"`
	Changed  bool            `json:"changed"`
	DryRun   bool            `json:"dryRun,omitempty"`
	Reason   string          `json:"reason,omitempty"` // why nothing changed
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

func documentColumns() []output.Column {
	return outputColumns([]Column[Document]{
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
	ID      string `json:"id"`
	Changed bool   `json:"changed"`
	Reason  string `json:"reason,omitempty"`
}

// write prints a document in the chosen format.
func (d *Document) write(s *Session) error {
	options := s.output()
	switch options.Format {
	case output.Name:
		if d.ID == "" {
			return nil // an empty line would be taken for an id
		}
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
