package cli

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"runtime/debug"

	"unictl/internal/cli/bulk"
	"unictl/internal/cli/fault"
	"unictl/internal/journal"
	"unictl/internal/output"
)

// resultsAhead is how many results may wait to be printed: a worker that has to
// wait for the printer at each row is woken at each row.
const resultsAhead = 128

// carryOut works on all rows and reports each, in the file's order.
func (b *bulkRun) carryOut(ctx context.Context) error {
	if err := b.file.unchanged(); err != nil {
		return err
	}
	if err := b.readAhead(ctx); err != nil {
		return err
	}
	side, err := b.sideFiles()
	if err != nil {
		return err
	}
	debug.SetGCPercent(gcPercent(b.total))
	tally := bulk.NewTally(b.total)
	voice := b.speak(tally)
	results := make(chan bulkResult, resultsAhead)
	running := make(chan error, 1)
	go func() {
		defer close(results)
		running <- b.pool(ctx, tally, results)
	}()
	printing := b.print(results, side, voice)
	return b.verdict(ctx, tally.Progress(), cmp.Or(<-running, side.close()), printing)
}

// gcPercent leaves about 5 MiB for garbage beside what so many rows hold: calls
// make much of it, and with little else in memory it would be collected all the
// time.
func gcPercent(rows int) int {
	const room, base, each = 5 << 20, 4 << 20, 64
	return max(room*100/(base+rows*each), listGCPercent)
}

// pool runs the workers.
func (b *bulkRun) pool(ctx context.Context, tally *bulk.Tally, results chan<- bulkResult) error {
	during, end := lasting(ctx)
	defer end()
	pool := bulk.Pool[*bulkRow, bulkResult]{
		Jobs: b.jobs(), MaxErrors: b.rowFlags.maxErrors, StopOnError: b.rowFlags.stopOnError,
		Work: func(ctx context.Context, row *bulkRow) bulkResult {
			defer b.forms.Put(row.form)
			return b.work(ctx, during, row)
		},
		Failed: func(r bulkResult) bool {
			return r.status == journal.Failed || r.status == journal.Unknown
		},
		Skip: func(row *bulkRow) bulkResult {
			defer b.forms.Put(row.form)
			if row.before.settled() { // it is done, whatever stopped the others
				return b.earlier(row)
			}
			return b.passedOver(row)
		},
		Emit: func(r bulkResult) error {
			if r.before {
				tally.AddBefore(r.status)
			} else {
				tally.Add(r.status)
			}
			results <- r
			return nil
		},
	}
	_, err := pool.Run(ctx, b.sequence(ctx))
	return err
}

// sequence is the rows one after another. Those that Ctrl-C leaves are read all
// the same: the report tells of every row.
func (b *bulkRun) sequence(ctx context.Context) iter.Seq2[*bulkRow, error] {
	return func(yield func(*bulkRow, error) bool) {
		err := b.rows(context.WithoutCancel(ctx), func(row *bulkRow) error {
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

// print reports the rows. A reader who leaves does not stop them.
func (b *bulkRun) print(results <-chan bulkResult, side *sideFiles, voice *bulkVoice) (err error) {
	defer voice.end()
	options := b.session.output()
	if !options.Quiet || !forPeople(options) {
		_, err = output.WriteList(voice.beside(b.session.App.Out), options, rowColumns(), b.reported(results, side, voice))
	}
	for r := range results { // nobody reads, or the printing stopped: the rows go on
		side.Add(r)
	}
	return err
}

// reported are the results as they are printed. Whoever has had enough of them
// does not stop the rows.
func (b *bulkRun) reported(results <-chan bulkResult, side *sideFiles, voice *bulkVoice) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		listening := true
		for r := range results {
			side.Add(r)
			listening = listening && yield(output.Row{Value: r.shown}, nil)
		}
		voice.end() // before a table takes its place
	}
}

// verdict ends the run: its journal is put away when no row is left to be done.
func (b *bulkRun) verdict(ctx context.Context, p bulk.Progress, running, printing error) error {
	if _, stopped := errors.AsType[*bulk.StoppedError](running); stopped || ctx.Err() != nil && errors.Is(running, context.Canceled) {
		running = nil // the rows themselves say so
	}
	left, why := p.Failed+p.Unknown+p.Skipped, b.halt.why()
	closing := b.journal.Close
	if left == 0 && ctx.Err() == nil && cmp.Or(running, why) == nil && (printing == nil || fault.ReaderGone(printing)) {
		closing = b.journal.Finish
	}
	err := errors.Join(closing(), running, ctx.Err(), printing)
	b.session.Note("%s", runSummary(p))
	switch {
	case left == 0:
		return errors.Join(why, err)
	case why != nil && p.Failed+p.Unknown == 0 && ctx.Err() == nil:
		return errors.Join(&haltedError{err: why, left: p.Skipped}, err)
	}
	return errors.Join(&fault.RowsError{
		Failed: p.Failed, Total: p.Ended(), Left: p.Skipped, Unknown: p.Unknown, Resume: true, Looks: b.looks, Why: why,
	}, err)
}
