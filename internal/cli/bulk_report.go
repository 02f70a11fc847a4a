package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"unictl/internal/bulk"
	"unictl/internal/output"
	"unictl/internal/rows"
)

// RowResult is what became of one row of a file, as it is reported.
type RowResult struct {
	Row    int    `json:"row"` // of the file, from 1
	Key    string `json:"key"` // what the row is about
	Status string `json:"status"`
	ID     string `json:"id"`
	Code   string `json:"code,omitempty"`
	Error  string `json:"error,omitempty"`
	Hint   string `json:"hint,omitempty"`
}

func rowColumns() []output.Column {
	return outputColumns(rowResultColumns())
}

func rowResultColumns() []Column[RowResult] {
	return []Column[RowResult]{
		{Name: "row", Cell: func(r RowResult) any { return r.Row }},
		{Name: "key", Cell: func(r RowResult) any { return r.Key }},
		{Name: "status", Cell: func(r RowResult) any { return r.Status }},
		{Name: "id", ID: true, Cell: func(r RowResult) any { return r.ID }},
		{Name: "error", Cell: func(r RowResult) any { return r.Error }},
		{Name: "hint", Wide: true, Cell: func(r RowResult) any { return r.Hint }},
	}
}

func (r bulkResult[C, In]) result() RowResult {
	shown := RowResult{Row: r.row.number, Key: r.row.target, Status: r.outcome.Status.String(), ID: r.outcome.ID}
	if r.problem != nil {
		shown.Code, shown.Error, shown.Hint = r.problem.Code, r.problem.Message, r.problem.Hint
	}
	return shown
}

// carryOut works on all rows and reports each, in the file's order.
func (b *bulkRun[C, In]) carryOut(ctx context.Context) error {
	if err := b.file.unchanged(); err != nil {
		return err
	}
	if err := b.snapshot(ctx); err != nil {
		return err
	}
	side, err := b.sideFiles()
	if err != nil {
		return err
	}
	j, err := b.journal(ctx)
	if err != nil {
		return err
	}
	tally := bulk.NewTally(b.total)
	ended := b.speak(tally)
	results := make(chan bulkResult[C, In])
	running := make(chan error, 1)
	go func() {
		defer close(results)
		running <- b.pool(ctx, j, tally, results)
	}()
	printing := b.print(results, side)
	err = FirstError(<-running, side.close())
	ended()
	return b.verdict(ctx, j, tally.Progress(), err, printing)
}

// pool runs the workers.
func (b *bulkRun[C, In]) pool(ctx context.Context, j *bulk.Journal, tally *bulk.Tally, results chan<- bulkResult[C, In]) error {
	pool := bulk.Pool[*bulkRow[C, In], bulkResult[C, In]]{
		Jobs: b.jobs(), MaxErrors: b.flags.maxErrors, StopOnError: b.flags.stopOnError,
		Work: func(ctx context.Context, row *bulkRow[C, In]) bulkResult[C, In] { return b.work(ctx, j, row) },
		Failed: func(r bulkResult[C, In]) bool {
			return r.outcome.Status == bulk.Failed || r.outcome.Status == bulk.Unknown
		},
		Skip: func(row *bulkRow[C, In]) bulkResult[C, In] {
			return bulkResult[C, In]{row: row, outcome: bulk.Outcome{Status: bulk.Skipped}}
		},
		Emit: func(r bulkResult[C, In]) error {
			if r.before {
				tally.AddBefore(r.outcome.Status)
			} else {
				tally.Add(r.outcome.Status)
			}
			results <- r
			return nil
		},
	}
	_, err := pool.Run(ctx, b.sequence(ctx))
	return err
}

// sequence is the rows one after another.
func (b *bulkRun[C, In]) sequence(ctx context.Context) iter.Seq2[*bulkRow[C, In], error] {
	return func(yield func(*bulkRow[C, In], error) bool) {
		err := b.rows(context.WithoutCancel(ctx), func(row *bulkRow[C, In]) error {
			if !yield(row, nil) {
				return errStopReading
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopReading) {
			yield(nil, err)
		}
	}
}

// jobs is how many rows are on their way at a time. Where a guard keeps the
// last of something, rows must not overtake each other.
func (b *bulkRun[C, In]) jobs() int {
	switch {
	case b.Guard != nil && !b.changeRun.flags.allowSelf:
		return 1
	case b.flags.jobs > 0:
		return b.flags.jobs
	case b.session.Provider.Jobs > 0:
		return b.session.Provider.Jobs
	}
	return usualJobs
}

// print reports the rows. A reader who leaves does not stop them.
func (b *bulkRun[C, In]) print(results <-chan bulkResult[C, In], side *sideFiles) error {
	listening := true
	sequence := func(yield func(output.Row, error) bool) {
		for r := range results {
			shown := r.result()
			side.add(shown, r.row.cells)
			listening = listening && yield(output.Row{Value: shown}, nil)
		}
	}
	out, options := b.session.App.Out, b.session.output()
	if options.Quiet && forPeople(options) {
		out = io.Discard
	}
	_, err := output.WriteList(out, options, rowColumns(), sequence)
	for range results { // whatever stopped the printing, the rows go on
	}
	return err
}

// verdict ends the run: its journal is put away when no row is left to be done.
func (b *bulkRun[C, In]) verdict(ctx context.Context, j *bulk.Journal, p bulk.Progress, running, printing error) error {
	left := p.Failed + p.Unknown + p.Skipped
	var stopped *bulk.StoppedError
	if errors.As(running, &stopped) {
		running = nil // the rows themselves say so
	}
	closing := j.Close
	if left == 0 && running == nil && ctx.Err() == nil {
		closing = j.Finish
	}
	err := errors.Join(closing(), running, ctx.Err(), printing)
	b.session.Note("%s", runSummary(p))
	if left > 0 {
		err = errors.Join(&RowsError{Failed: p.Failed + p.Unknown, Total: p.Ended(), Left: p.Skipped, Unknown: p.Unknown > 0, Resume: true}, err)
	}
	return err
}

// runSummary is a run in one line.
func runSummary(p bulk.Progress) string {
	text := fmt.Sprintf("%d rows: %d done, %d unchanged, %d failed", p.Ended(), p.Done, p.Unchanged, p.Failed)
	if p.Unknown > 0 {
		text += fmt.Sprintf(", %d unknown", p.Unknown)
	}
	if p.Skipped > 0 {
		text += fmt.Sprintf(", %d not tried", p.Skipped)
	}
	if p.Before > 0 {
		text += fmt.Sprintf(" (%d of them before)", p.Before)
	}
	return text
}

// sideFiles are --report and --failed.
type sideFiles struct {
	session *Session
	report  *rows.Writer
	failed  *rows.Writer
	files   []*os.File
	fault   error
}
