package cli

import (
	"context"
	"encoding/json"
	"errors"

	"unictl/internal/output"
	"unictl/internal/rest"
)

// changeRun carries out one change command, of one row or of many.
type changeRun[C, In any] struct {
	Change[C, In]
	verb  *verb[C, In]
	flags *changeFlags
}

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
	Error    *ErrorDocument  `json:"error,omitempty"` // of a failed row
}

// all runs every row: the same checks before the first write, one document.
func (c *changeRun[C, In]) all(ctx context.Context, s *Session, words []string) error {
	if err := c.before(ctx, s); err != nil {
		return err
	}
	rows, err := c.prepare(ctx, s, words)
	if err != nil {
		return err
	}
	if !s.Globals.DryRun {
		if err := c.confirm(ctx, s, rows); err != nil {
			return err
		}
	}
	if len(rows) > 1 {
		return c.many(ctx, s, rows)
	}
	doc, err := c.one(ctx, s, rows[0])
	if err != nil {
		return err
	}
	if c.flags.printValue && !s.Globals.DryRun {
		return c.Once.print(s, rows[0].in)
	}
	return doc.write(s)
}

// before is everything that can be refused without a call.
func (c *changeRun[C, In]) before(ctx context.Context, s *Session) error {
	if err := s.output().Check(nil); err != nil {
		return err
	}
	if c.Once != nil {
		if err := c.Once.check(s, c.flags); err != nil {
			return err
		}
	}
	return s.permit(ctx, c.asks())
}

// changeRow is one row on its way.
type changeRow[C, In any] struct {
	in       *In
	client   C
	existing *Existing
	steps    []Step
	target   string
}

// prepare parses all rows, then looks up, probes and guards each: reads only.
func (c *changeRun[C, In]) prepare(ctx context.Context, s *Session, words []string) ([]*changeRow[C, In], error) {
	var rows []*changeRow[C, In]
	var tables []Inputs
	for _, part := range c.split(words) {
		in, inputs, err := c.verb.parse(s, part)
		if err != nil {
			return nil, err
		}
		rows, tables = append(rows, &changeRow[C, In]{in: in}), append(tables, inputs)
	}
	client, err := c.verb.client(ctx, s)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		row.client = client
		if err := s.resolve(ctx, client, tables[i]); err != nil {
			return nil, err
		}
		if err := c.examine(ctx, row); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (c *changeRun[C, In]) split(words []string) [][]string {
	if c.Inputs == nil {
		return [][]string{words}
	}
	return c.Inputs(new(In)).split(words)
}

// examine finds out what there is to do for one row.
func (c *changeRun[C, In]) examine(ctx context.Context, row *changeRow[C, In]) (err error) {
	row.target = c.Target(row.in)
	if c.Probe != nil {
		if row.existing, err = c.Probe(ctx, row.client, row.in); err != nil {
			return err
		}
		if row.existing != nil {
			if !c.flags.ifAbsent {
				return &ExistsError{What: row.existing.What, ID: row.existing.ID}
			}
			return nil
		}
	}
	if c.Guard != nil && !c.flags.allowSelf {
		if err := c.Guard(ctx, row.client, row.in); err != nil {
			return err
		}
	}
	row.steps, err = c.Steps(ctx, row.client, row.in)
	row.target = c.Target(row.in)
	return err
}

// one carries a row out and gives its document.
func (c *changeRun[C, In]) one(ctx context.Context, s *Session, row *changeRow[C, In]) (*Document, error) {
	doc := &Document{Action: action(c.verb.cmd), Target: row.target, Response: json.RawMessage("null")}
	switch {
	case row.existing != nil:
		doc.ID, doc.Reason, doc.DryRun = row.existing.ID, row.existing.What, s.Globals.DryRun
		return doc, nil
	case s.Globals.DryRun:
		doc.ID, doc.DryRun, doc.Requests = c.id(row.in), true, previews(row.steps)
		return doc, nil
	case len(row.steps) == 0:
		doc.ID, doc.Reason = c.id(row.in), "there is nothing to change"
		return doc, nil
	}
	answers, err := takeSteps(ctx, row.steps)
	if err != nil {
		return nil, err
	}
	doc.Changed, doc.ID, doc.Response = true, c.id(row.in), joined(answers)
	if c.Once != nil {
		s.secrets.Add(c.Once.Value(row.in))
		doc.Response = json.RawMessage(s.secrets.Mask(string(doc.Response)))
		err = c.Once.keep(c.flags, row.in)
	}
	return doc, err
}

func (c *changeRun[C, In]) id(in *In) string {
	if c.ID == nil {
		return ""
	}
	return c.ID(in)
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

// many carries out several rows, one after another, and reports each; a failed
// row does not stop the next.
func (c *changeRun[C, In]) many(ctx context.Context, s *Session, rows []*changeRow[C, In]) error {
	result := &RowsError{Total: len(rows)}
	documents := func(yield func(output.Row, error) bool) {
		for _, row := range rows {
			doc, err := c.one(ctx, s, row)
			if err != nil {
				result.Failed++
				result.Unknown = result.Unknown || rest.Is(err, rest.Unknown)
				problem := describe(mask(s.secrets, err), action(c.verb.cmd), providerName(s.Provider))
				doc = &Document{Action: action(c.verb.cmd), Target: row.target, Error: &problem, Response: json.RawMessage("null")}
			}
			if !yield(output.Row{Value: *doc}, nil) || errors.Is(err, context.Canceled) {
				return
			}
		}
	}
	if _, err := output.WriteList(s.App.Out, s.output(), documentColumns(), documents); err != nil {
		return err
	}
	if result.Failed > 0 {
		return errors.Join(result, ctx.Err())
	}
	return ctx.Err()
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
