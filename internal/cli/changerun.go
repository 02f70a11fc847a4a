package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"unictl/internal/output"
)

// changeRun carries out one change command, of one row or of many.
type changeRun[C, In any] struct {
	Change[C, In]
	verb  *verb[C, In]
	flags *changeFlags
	place *onceFile // where a secret goes; nil = to no file
}

// all runs every row: the same checks before the first write, one document.
func (c *changeRun[C, In]) all(ctx context.Context, s *Session, words []string) error {
	if c.flags.bulk.from != "" {
		return c.rowsFrom(ctx, s, words)
	}
	if err := c.flags.bulk.withoutRows(c.verb.cmd.Flags()); err != nil {
		return err
	}
	if err := c.before(ctx, s, len(c.split(words)) > 1); err != nil {
		return err
	}
	rows, err := c.prepare(ctx, s, words)
	if err != nil {
		return err
	}
	if s.Globals.DryRun {
		if err := c.review(ctx, s, rows); err != nil {
			return err
		}
	}
	switch {
	case s.Globals.DryRun && len(rows) > 1:
		return c.plan(ctx, s, rows)
	case s.Globals.DryRun:
	default:
		if err := c.confirm(ctx, s, rows); err != nil {
			return err
		}
	}
	if len(rows) > 1 {
		return c.many(ctx, s, rows)
	}
	doc, err := c.one(ctx, s, rows[0])
	switch {
	case err != nil:
		return err
	case c.flags.printValue && doc.Changed:
		return nil // printed when it was made, and nothing else
	case c.flags.printValue && !s.Globals.DryRun: // a document would be taken for the value
		s.Note("%s: no %s is printed", doc.Reason, c.Once.Noun)
		return nil
	}
	return doc.write(s)
}

// before is everything that can be refused without a call. One row is printed
// as a document, many as a list with columns.
func (c *changeRun[C, In]) before(ctx context.Context, s *Session, many bool) (err error) {
	var columns []output.Column
	if many {
		columns = documentColumns()
	}
	if err := s.checkOutput(columns); err != nil {
		return err
	}
	if s.Globals.Limit != 0 {
		return &UsageError{Flag: "--limit", Message: "is for lists: a change is carried out for all that is named"}
	}
	s.own = c.Own
	if c.First != nil {
		if err := c.First(ctx, s); err != nil {
			return err
		}
	}
	if err := s.permit(ctx, c.asks()); err != nil || c.Once == nil {
		return err
	}
	c.place, err = c.Once.prepare(s, c.flags)
	return err
}

// changeRow is one row on its way.
type changeRow[C, In any] struct {
	in       *In
	inputs   Inputs
	client   C
	existing *Existing
	steps    []Step
	target   string
}

// prepare parses all rows, then looks up, probes and guards each: reads only.
func (c *changeRun[C, In]) prepare(ctx context.Context, s *Session, words []string) ([]*changeRow[C, In], error) {
	var rows []*changeRow[C, In]
	for _, part := range c.split(words) {
		in, inputs, err := c.verb.parse(ctx, s, part)
		if err != nil {
			return nil, err
		}
		rows = append(rows, &changeRow[C, In]{in: in, inputs: inputs})
	}
	if c.Once != nil && len(rows) > 1 {
		return nil, &UsageError{Message: "one at a time: each " + c.Once.Noun + " needs a place of its own"}
	}
	client, err := c.verb.client(ctx, s)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, row := range rows {
		row.client = client
		if err := s.resolve(ctx, client, row.inputs); err != nil {
			return nil, err
		}
		key := c.key(row.in)
		if seen[key] {
			return nil, &UsageError{Message: fmt.Sprintf("%q is named twice", c.Target(row.in)), Hint: "name each once: nothing was sent"}
		}
		seen[key] = true
		if err := c.examine(ctx, row); err != nil {
			return nil, about(row.target, len(rows), err)
		}
	}
	return rows, nil
}

// about names the row that an error is about, where there are several.
func about(target string, rows int, err error) error {
	if rows == 1 {
		return err
	}
	return fmt.Errorf("%s: %w", target, err)
}

func (c *changeRun[C, In]) split(words []string) [][]string {
	if c.Inputs == nil {
		return [][]string{words}
	}
	return c.Inputs(new(In)).split(words)
}

// key is what two rows for the same thing share.
func (c *changeRun[C, In]) key(in *In) string {
	switch id := c.id(in); {
	case c.Key != nil:
		return c.Key(in)
	case id != "":
		return id
	}
	return c.Target(in)
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
				return &ExistsError{What: row.existing.What, ID: row.existing.ID, Skippable: true}
			}
			return nil
		}
	}
	if err := c.guard(ctx, row); err != nil {
		return err
	}
	row.steps, err = c.Steps(ctx, row.client, row.in)
	row.target = c.Target(row.in)
	return err
}

func (c *changeRun[C, In]) guard(ctx context.Context, row *changeRow[C, In]) error {
	if c.Guard == nil || c.flags.allowSelf {
		return nil
	}
	return c.Guard(ctx, row.client, row.in)
}

// one carries a row out and gives its document.
func (c *changeRun[C, In]) one(ctx context.Context, s *Session, row *changeRow[C, In]) (*Document, error) {
	doc := &Document{Action: action(c.verb.cmd), Target: row.target, Response: json.RawMessage("null")}
	switch {
	case row.existing != nil:
		doc.ID, doc.Reason, doc.DryRun = row.existing.ID, row.existing.What, s.Globals.DryRun
		return doc, nil
	case len(row.steps) == 0:
		doc.ID, doc.Reason, doc.DryRun = c.id(row.in), "there is nothing to change", s.Globals.DryRun
		return doc, nil
	case s.Globals.DryRun:
		doc.ID, doc.DryRun, doc.Requests = c.id(row.in), true, previews(row.steps)
		return doc, nil
	}
	handed := false
	answers, err := takeSteps(ctx, row.steps, func() error {
		handed = true
		return c.saveValue(s, row, nil)
	})
	if !handed {
		err = FirstError(err, c.saveValue(s, row, err))
	}
	if err != nil {
		return nil, err
	}
	doc.Changed, doc.ID, doc.Response = true, c.id(row.in), joined(answers)
	doc.Response = s.shownAs(doc.Response, false, false)
	doc.Response = json.RawMessage(s.secrets.Mask(string(doc.Response))) // it may echo what was sent
	return doc, nil
}

func (c *changeRun[C, In]) id(in *In) string {
	if c.ID == nil {
		return ""
	}
	return c.ID(in)
}
