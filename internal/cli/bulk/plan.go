package bulk

import (
	"context"
	"errors"
	"io"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/output"
)

// errStopReading ends a pass over rows that nobody wants any more.
var errStopReading = errors.New("no further row is wanted")

// planRows shows what would be sent for each row. One that would fail says so, and
// the others are shown all the same.
func (b *Run) planRows(ctx context.Context) error {
	if err := b.readAhead(ctx); err != nil {
		return err
	}
	result := &fault.RowsError{Total: b.total}
	documents := func(yield func(output.Row, error) bool) {
		err := b.rows(ctx, func(row *row) error {
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
	if session.ForPeople(b.Session.Output()) {
		err = b.printPlan(documents)
	} else {
		_, err = output.WriteList(b.Session.App.Out, b.Session.Output(), change.Columns(), documents)
	}
	if err == nil && result.Failed > 0 {
		return result
	}
	return err
}

func (b *Run) printPlan(documents func(func(output.Row, error) bool)) (failed error) {
	out, first := b.Session.App.Out, true
	documents(func(row output.Row, err error) bool {
		doc, ok := row.Value.(change.Document)
		if err == nil && ok && !first {
			_, err = io.WriteString(out, "\n")
		}
		if first = false; err == nil && ok {
			err = doc.WritePlan(out)
		}
		failed = err
		return err == nil
	})
	return failed
}

// planned is the document of one row.
func (b *Run) planned(ctx context.Context, row *row, result *fault.RowsError) *change.Document {
	done := &change.Document{Action: b.Action, Target: row.Target, DryRun: true, Response: []byte("null")}
	switch {
	case row.before.settled():
		done.ID, done.Reason = row.before.ID, "it is done already"
		return done
	case row.gone != nil && !b.FailIfAbsent:
		done.Reason = change.NotThere
		return done
	}
	err := row.gone
	if err == nil {
		err = b.look(ctx, row)
	}
	if !b.FailIfAbsent && b.Unfound(err) {
		done.Reason = change.NotThere
		return done
	}
	if err == nil {
		err = b.Review(ctx, &row.Row)
	}
	if err == nil {
		return b.Document(&row.Row)
	}
	result.Failed++
	return b.Failed(&row.Row, err)
}
