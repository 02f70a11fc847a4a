package cli

import (
	"context"
	"errors"
	"io"

	"unictl/internal/cli/fault"
	"unictl/internal/output"
)

// errStopReading ends a pass over rows that nobody wants any more.
var errStopReading = errors.New("no further row is wanted")

// planRows shows what would be sent for each row. One that would fail says so, and
// the others are shown all the same.
func (b *bulkRun) planRows(ctx context.Context) error {
	if err := b.readAhead(ctx); err != nil {
		return err
	}
	result := &fault.RowsError{Total: b.total}
	documents := func(yield func(output.Row, error) bool) {
		err := b.rows(ctx, func(row *bulkRow) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !yield(output.Row{Value: *b.planned(ctx, row, result)}, nil) {
				return errStopReading
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopReading) {
			yield(output.Row{}, err)
		}
	}
	var err error
	if forPeople(b.session.output()) {
		err = b.printPlan(documents)
	} else {
		_, err = output.WriteList(b.session.App.Out, b.session.output(), documentColumns(), documents)
	}
	if err == nil && result.Failed > 0 {
		return result
	}
	return err
}

func (b *bulkRun) printPlan(documents func(func(output.Row, error) bool)) (failed error) {
	out, first := b.session.App.Out, true
	documents(func(row output.Row, err error) bool {
		doc, ok := row.Value.(Document)
		if err == nil && ok && !first {
			_, err = io.WriteString(out, "\n")
		}
		if first = false; err == nil && ok {
			err = doc.writePlan(out)
		}
		failed = err
		return err == nil
	})
	return failed
}

// planned is the document of one row.
func (b *bulkRun) planned(ctx context.Context, row *bulkRow, result *fault.RowsError) *Document {
	name := action(b.verb.cmd)
	switch {
	case row.before.settled():
		return &Document{Action: name, Target: row.target, ID: row.before.ID, DryRun: true, Reason: "it is done already", Response: []byte("null")}
	case row.gone:
		return &Document{Action: name, Target: row.target, DryRun: true, Reason: notThere, Response: []byte("null")}
	}
	doc, err := (*Document)(nil), b.look(ctx, row)
	if err == nil {
		err = b.review(ctx, b.session, []*changeRow{&row.changeRow})
	}
	if err == nil {
		doc, err = b.one(ctx, b.session, &row.changeRow)
	}
	if err == nil {
		return doc
	}
	result.Failed++
	problem := fault.Describe(err, name, providerName(b.session.Provider), b.session.secrets.Mask)
	return &Document{Action: name, Target: row.target, DryRun: true, Error: &problem, Response: []byte("null")}
}
