package bulk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"strings"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
	"unictl/internal/journal"
	"unictl/internal/output"
)

// resultsAhead is how many results may wait to be printed: a worker that has to
// wait for the printer at each row is woken at each row.
const resultsAhead = 128

// carryOut works on all rows and reports each, in the file's order.
func (b *Run) carryOut(ctx context.Context) error {
	if err := b.file.unchanged(); err != nil {
		return err
	}
	if err := b.readAhead(ctx); err != nil {
		return err
	}
	side, err := b.sideFiles(ctx)
	if err != nil {
		return err
	}
	debug.SetGCPercent(gcPercent(b.total))
	tally := NewTally(b.total)
	telling := b.speak(tally)
	results := make(chan result, resultsAhead)
	running := make(chan error, 1)
	go func() {
		defer close(results)
		running <- b.pool(ctx, tally, results)
	}()
	printing := b.print(results, side, telling)
	return b.verdict(ctx, tally.Progress(), cmp.Or(<-running, side.close()), printing)
}

// gcPercent leaves about 5 MiB for garbage beside what so many rows hold: calls
// make much of it, and with little else in memory it would be collected all the
// time.
func gcPercent(rows int) int {
	const room, base, each = 5 << 20, 4 << 20, 64
	return max(room*100/(base+rows*each), session.ListGCPercent)
}

// pool runs the workers.
func (b *Run) pool(ctx context.Context, tally *Tally, results chan<- result) error {
	b.breaker.blind = !b.Looks
	during, end := lasting(ctx)
	defer end()
	pool := Pool[*row, result]{
		Jobs: b.jobs(), MaxErrors: b.RowFlags.maxErrors, StopOnError: b.RowFlags.stopOnError,
		Work: func(ctx context.Context, row *row) result {
			defer b.forms.Put(row.Form)
			return b.work(ctx, during, row)
		},
		Failed: func(r result) bool {
			return r.status == journal.Failed || r.status == journal.Unknown
		},
		Skip: func(row *row) result {
			defer b.forms.Put(row.Form)
			if row.before.settled() { // it is done, whatever stopped the others
				return b.earlier(row)
			}
			return b.passedOver(row)
		},
		Emit: func(r result) error {
			if r.before {
				tally.AddBefore(r.status)
			} else {
				tally.Add(r.status)
			}
			if r.shown.Status == differs {
				tally.Differs()
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
func (b *Run) sequence(ctx context.Context) iter.Seq2[*row, error] {
	return func(yield func(*row, error) bool) {
		err := b.rows(context.WithoutCancel(ctx), func(row *row) error {
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
func (b *Run) print(results <-chan result, side *sideFiles, telling *voice) (err error) {
	defer telling.end()
	options := b.Session.Output()
	if !options.Quiet || !session.ForPeople(options) {
		_, err = output.WriteList(telling.line.Beside(b.Session.App.Out), options, columns(), b.reported(results, side, telling))
	}
	for r := range results { // nobody reads, or the printing stopped: the rows go on
		side.Add(r)
	}
	return err
}

// mostOthers is how many rows a person is shown behind those that failed or are
// unknown, or ask for what is otherwise there; of the rest there is a count.
const mostOthers = 50

// reported are the results as they are printed: in the file's order, but for a
// person those first that ask to be looked at. Whoever has had enough of them does
// not stop the rows.
func (b *Run) reported(results <-chan result, side *sideFiles, telling *voice) iter.Seq2[output.Row, error] {
	options := b.Session.Output()
	person := b.Session.App.Terminal.Out && session.ForPeople(options) && len(options.Sort) == 0
	return func(yield func(output.Row, error) bool) {
		listening := true
		var others []output.Row
		for r := range results {
			side.Add(r)
			row := output.Row{Value: r.shown}
			switch {
			case !person, r.status == journal.Failed, r.status == journal.Unknown, r.shown.Status == differs:
				listening = listening && yield(row, nil)
			case len(others) < mostOthers:
				others = append(others, row)
			default:
				b.unshown++
			}
		}
		telling.end() // before a table takes its place
		for _, row := range others {
			listening = listening && yield(row, nil)
		}
	}
}

// where tells a person where what is not shown can be found, or could have been.
func (b *Run) where(p Progress) {
	t, report := b.Session.Terminal, b.RowFlags.report
	switch {
	case !b.Session.App.Terminal.Out:
		return
	case b.unshown > 0 && report != "":
		t.Note("%d more rows are not shown: %s has every row", b.unshown, report)
	case b.unshown > 0:
		t.Note("%d more rows are not shown: --report FILE keeps the result of every row", b.unshown)
	case report != "" && p.Failed+p.Unknown > 0:
		t.Note("%s has the result of every row", report)
	}
	if p.Failed > 0 {
		if b.RowFlags.failed != "" {
			t.Note("%s has the rows that can be corrected and run again", b.RowFlags.failed)
		} else {
			t.Note("--failed FILE keeps the rows that can be corrected and run again")
		}
	}
}

// verdict ends the run: its journal is put away when no row is left to be done.
func (b *Run) verdict(ctx context.Context, p Progress, running, printing error) error {
	if _, stopped := errors.AsType[*StoppedError](running); stopped || ctx.Err() != nil && errors.Is(running, context.Canceled) {
		running = nil // the rows themselves say so
	}
	left, why := p.Failed+p.Unknown+p.Skipped, b.breaker.why()
	closing := b.journal.Close
	if left == 0 && ctx.Err() == nil && cmp.Or(running, why) == nil && (printing == nil || fault.ReaderGone(printing)) {
		closing = b.journal.Finish
	}
	err := errors.Join(closing(), running, ctx.Err(), printing)
	b.Session.Terminal.Note("%s", runSummary(p))
	b.where(p)
	switch {
	case left == 0 && cmp.Or(why, err) == nil:
		return b.Differing(p.Differing)
	case left == 0:
		return errors.Join(why, err)
	case why != nil && p.Failed+p.Unknown == 0 && ctx.Err() == nil:
		return errors.Join(&haltedError{err: why, left: p.Skipped}, err)
	}
	return errors.Join(&fault.RowsError{
		Failed: p.Failed, Total: p.Ended(), Left: p.Skipped, Unknown: p.Unknown, Resume: true, Looks: b.Looks, Why: why,
	}, err)
}

// noteEvery is how often a run speaks where no line can be redrawn.
const noteEvery = 10 * time.Second

// voice tells how a run goes.
type voice struct {
	line *terminal.Line // nil = a note now and then
	end  func()         // the last word; it may be called again
}

// speak begins to tell. Quiet runs say nothing.
func (b *Run) speak(tally *Tally) *voice {
	if b.Session.Globals.Quiet {
		return &voice{end: func() {}}
	}
	line, end := b.Session.Terminal.Tell(noteEvery, func(drawn bool) string { return stateOf(tally.Progress(), drawn) })
	return &voice{line: line, end: end}
}

// stateOf is a run in one line.
func stateOf(p Progress, drawn bool) string {
	var text strings.Builder
	if drawn && p.Total > 0 {
		text.WriteString(terminal.Bar(float64(p.Ended())/float64(p.Total)) + " ")
	}
	fmt.Fprintf(&text, "%d of %d rows, %d failed", p.Ended(), p.Total, p.Failed)
	if p.Unknown > 0 {
		fmt.Fprintf(&text, ", %d unknown", p.Unknown)
	}
	if p.Rate > 0 {
		fmt.Fprintf(&text, ", %.0f/s", p.Rate)
	}
	if p.Left > 0 {
		text.WriteString(", " + p.Left.String() + " left")
	}
	return text.String()
}
