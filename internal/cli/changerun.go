package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// changeRun carries out one change command, of one row or of many.
type changeRun struct {
	change
	verb  *verb
	flags *changeFlags
	place *onceFile                         // where a secret goes; nil = to no file
	mayGo func(context.Context, form) error // the guard, once it has read what it judges by
}

// all runs every row: the same checks before the first write, one document.
func (c *changeRun) all(ctx context.Context, s *Session, words []string) error {
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
		s.Note("%s: no %s is printed", doc.Reason, c.once.noun)
		return nil
	}
	return doc.write(s)
}

// before is everything that can be refused without a call. One row is printed
// as a document, many as a list with columns.
func (c *changeRun) before(ctx context.Context, s *Session, many bool) (err error) {
	var columns []output.Column
	if many {
		columns = documentColumns()
	}
	if err := s.checkOutput(columns); err != nil {
		return err
	}
	if s.Globals.Limit != 0 {
		return &fault.UsageError{Flag: "--limit", Message: "is for lists: a change is carried out for all that is named"}
	}
	s.own = c.own
	if c.first != nil {
		if err := c.first(ctx, s); err != nil {
			return err
		}
	}
	if err := s.permit(ctx, c.asks()); err != nil || c.once == nil {
		return err
	}
	c.place, err = c.once.prepare(s, c.flags)
	return err
}

// nothingToDo and notThere are reasons why nothing was changed.
const (
	nothingToDo = "there is nothing to change"
	notThere    = "it is not there any more"
)

// changeRow is one row on its way.
type changeRow struct {
	form     form
	client   any
	existing *Existing
	steps    []Step
	target   string
}

// prepare parses all rows, then looks up, probes and guards each: reads only.
func (c *changeRun) prepare(ctx context.Context, s *Session, words []string) ([]*changeRow, error) {
	var rows []*changeRow
	for _, part := range c.split(words) {
		f := c.form()
		if err := c.verb.parsed(ctx, s, f.inputs(), part, f.check); err != nil {
			return nil, err
		}
		rows = append(rows, &changeRow{form: f})
	}
	if c.once != nil && len(rows) > 1 {
		return nil, &fault.UsageError{Message: "one at a time: each " + c.once.noun + " needs a place of its own"}
	}
	client, err := c.verb.client(ctx, s)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, row := range rows {
		row.client = client
		if err := s.resolve(ctx, client, row.form.inputs()); err != nil {
			return nil, err
		}
		key := row.form.key()
		if seen[key] {
			return nil, &fault.UsageError{Message: fmt.Sprintf("%q is named twice", row.form.target()), Hint: "name each once: nothing was sent"}
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

func (c *changeRun) split(words []string) [][]string { return c.form().inputs().split(words) }

// examine finds out what there is to do for one row.
func (c *changeRun) examine(ctx context.Context, row *changeRow) (err error) {
	row.target = row.form.target()
	if c.looks {
		if row.existing, err = row.form.exists(ctx, row.client); err != nil {
			return err
		}
		if row.existing != nil {
			if !c.flags.ifAbsent {
				return &fault.ExistsError{What: row.existing.What, ID: row.existing.ID, Skippable: true}
			}
			return nil
		}
	}
	if err := c.guarded(ctx, row); err != nil {
		return err
	}
	row.steps, err = row.form.steps(ctx, row.client)
	row.target = row.form.target()
	return err
}

// guarded refuses what would lock people out. What that is judged by is read
// once a run.
func (c *changeRun) guarded(ctx context.Context, row *changeRow) (err error) {
	if c.flags.allowSelf || c.guard == nil {
		return nil
	}
	if c.mayGo == nil {
		if c.mayGo, err = c.guard(ctx, row.client); err != nil {
			return err
		}
	}
	return c.mayGo(ctx, row.form)
}

// one carries a row out and gives its document.
func (c *changeRun) one(ctx context.Context, s *Session, row *changeRow) (*Document, error) {
	doc := &Document{Action: action(c.verb.cmd), Target: row.target, Response: json.RawMessage("null")}
	switch {
	case row.existing != nil:
		doc.ID, doc.Reason, doc.DryRun = row.existing.ID, row.existing.What, s.Globals.DryRun
		return doc, nil
	case len(row.steps) == 0:
		doc.ID, doc.Reason, doc.DryRun = row.form.id(), nothingToDo, s.Globals.DryRun
		return doc, nil
	case s.Globals.DryRun:
		doc.ID, doc.DryRun, doc.Requests = row.form.id(), true, previews(row.steps)
		return doc, nil
	}
	handed := false
	answers, err := takeSteps(ctx, row.steps, func() error {
		handed = true
		return c.saveValue(s, row, nil)
	})
	if !handed {
		err = cmp.Or(err, c.saveValue(s, row, err))
	}
	if err != nil {
		return nil, err
	}
	doc.Changed, doc.ID, doc.Response = true, row.form.id(), joined(answers)
	doc.Response = s.shownAs(doc.Response, false, false)
	doc.Response = json.RawMessage(s.secrets.Mask(string(doc.Response))) // it may echo what was sent
	return doc, nil
}
