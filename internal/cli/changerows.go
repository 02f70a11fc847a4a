package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// many carries out several rows, one after another, and reports each; a failed
// row does not stop the next. Neither does whoever reads the reports: a closed
// pipe must not decide which changes are made.
func (c *changeRun) many(ctx context.Context, s *Session, rows []*changeRow) error {
	result := &fault.RowsError{Total: len(rows)}
	out, options := s.App.Out, s.output()
	documents := func(yield func(output.Row, error) bool) {
		listening := true
		for i, row := range rows {
			if ctx.Err() != nil {
				result.Left = len(rows) - i
				return
			}
			doc := c.carryOut(ctx, s, row, i > 0, result)
			listening = listening && yield(output.Row{Value: *doc}, nil)
		}
	}
	if options.Quiet && forPeople(options) {
		out = io.Discard
	}
	_, err := output.WriteList(out, options, documentColumns(), documents)
	if result.Failed+result.Unknown+result.Left == 0 {
		return errors.Join(ctx.Err(), err)
	}
	return errors.Join(result, ctx.Err(), err)
}

// carryOut is one of several rows; its failure is its document. What was safe
// before an earlier row may be none any more: of two administrators either may
// go, but not both. So it is guarded again.
func (c *changeRun) carryOut(ctx context.Context, s *Session, row *changeRow, again bool, result *fault.RowsError) *Document {
	var doc *Document
	var err error
	if again && len(row.steps) > 0 {
		err = c.guarded(ctx, row)
	}
	if err == nil {
		doc, err = c.one(ctx, s, row)
	}
	if err == nil {
		return doc
	}
	if fault.AnyOf(err, fault.OutcomeUnknown) {
		result.Unknown++
	} else {
		result.Failed++
	}
	name := action(c.verb.cmd)
	problem := fault.Describe(err, name, providerName(s.Provider), s.secrets.Mask)
	if fault.AnyOf(err, fault.OutcomeUnknown) { // the run was interrupted; this row is to be checked
		problem.Code, problem.Exit = fault.Word(fault.ExitUnknown), fault.ExitUnknown
	}
	if options := s.output(); forPeople(options) || options.Format == output.Name {
		said := problem
		said.Action += " " + row.target
		fault.Report(s.App.Err, said, false)
	}
	return &Document{Action: name, Target: row.target, Error: &problem, Response: json.RawMessage("null")}
}

// plan shows what several rows would send.
func (c *changeRun) plan(ctx context.Context, s *Session, rows []*changeRow) error {
	documents := make([]*Document, len(rows))
	for i, row := range rows {
		doc, err := c.one(ctx, s, row)
		if err != nil {
			return err
		}
		documents[i] = doc
	}
	if !forPeople(s.output()) {
		_, err := output.WriteList(s.App.Out, s.output(), documentColumns(), func(yield func(output.Row, error) bool) {
			for _, doc := range documents {
				if !yield(output.Row{Value: *doc}, nil) {
					return
				}
			}
		})
		return err
	}
	for i, doc := range documents {
		if i > 0 {
			_, _ = io.WriteString(s.App.Out, "\n")
		}
		if err := doc.writePlan(s.App.Out); err != nil {
			return err
		}
	}
	return nil
}
