package bulk

import (
	"cmp"
	"context"
	"errors"
	"time"

	"unictl/internal/cli/change"
	"unictl/internal/cli/fault"
	"unictl/internal/journal"
)

// work does one row: what an earlier process settled is left alone, and what it
// left open is looked up before it is repeated. ctx ends at Ctrl-C, during a
// moment later: what was sent by then may be answered.
func (b *Run) work(ctx, during context.Context, row *row) result {
	switch {
	case row.before.settled():
		return b.earlier(row)
	case ctx.Err() != nil || b.breaker.why() != nil:
		return b.passedOver(row)
	case row.before.Code == halfDone:
		return b.recorded(row, row.before.Outcome, &HalfDoneError{})
	case row.before.Code == secretLost && !b.Looks:
		return b.lostForGood(row)
	case row.before.doubtful():
		if result, known := b.settle(ctx, during, row); known {
			return result
		}
	case row.gone:
		return b.unchanged(row, row.before.ID, notThere)
	}
	err := b.look(during, row)
	switch {
	case err == nil && row.Existing != nil:
		return b.unchanged(row, row.Existing.ID, row.Existing.What)
	case err == nil && len(row.Steps) == 0:
		return b.unchanged(row, row.Form.ID(), change.NothingToDo)
	case ctx.Err() != nil:
		return b.skipped(row, nil)
	case err != nil:
		return b.ended(ctx, row, err)
	}
	return b.sent(ctx, during, row)
}

// sent carries the steps of a row out, each of several with a line of its own in
// the journal.
func (b *Run) sent(ctx, during context.Context, row *row) result {
	row.step.ID = cmp.Or(row.Form.Inputs().Identified(), row.Form.ID())
	if len(row.Steps) == 1 && row.Steps[0].Number == 0 {
		if err := b.journal.Intend(row.number, row.key, row.step); err != nil {
			b.breaker.stop(err)
			return b.skipped(row, err)
		}
		return b.ended(ctx, row, b.send(during, row))
	}
	row.Tell = func(number int, answered bool) error {
		record := b.journal.Intend
		if answered {
			record = b.journal.Answered
		}
		next := journal.Step{Number: number, At: time.Now(), ID: row.step.ID}
		if err := record(row.number, row.key, next); err != nil {
			b.breaker.stop(err)
			return err
		}
		row.step = next
		return nil
	}
	return b.ended(ctx, row, b.send(during, row))
}

// look finds out what there is to do for a row: what exists already is
// unchanged, unless the person wants to hear of it.
func (b *Run) look(ctx context.Context, row *row) error {
	err := b.Look(ctx, &row.Row)
	if row.Existing != nil && b.secretLost(row) {
		return &fault.SecretLostError{Noun: b.Once.Noun, ID: row.Existing.ID, Err: errEarlier}
	}
	return err
}

// send carries the row's steps out, and puts a secret that they bring on disk
// before the result is recorded.
func (b *Run) send(ctx context.Context, row *row) error {
	_, err := b.Send(ctx, &row.Row, func(error) error { return b.saveRowValue(row) })
	return err
}

// ended records how a row ended. A write without an answer is looked for.
func (b *Run) ended(ctx context.Context, row *row, err error) result {
	b.breaker.heard(err)
	switch {
	case err == nil:
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.Form.ID()}, nil)
	case fault.AnyOf(err, fault.OutcomeUnknown):
		if found := b.happened(ctx, row); found != nil {
			return b.recorded(row, journal.Outcome{Status: journal.Done, ID: found.ID}, nil)
		}
		return b.recorded(row, journal.Outcome{Status: journal.Unknown, Code: fault.Word(fault.ExitUnknown), Step: row.step}, err)
	case b.Once != nil && partly(err): // whatever stopped it
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: row.Form.ID(), Code: halfDone}, err)
	case errors.Is(err, context.Canceled), b.breaker.because(err):
		return b.leftOver(row, err)
	case fault.Is[*fault.SecretLostError](err):
		if !errors.Is(err, errEarlier) { // the next secrets would be lost too
			b.breaker.stop(err)
		}
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: row.Form.ID(), Code: secretLost}, err)
	}
	return b.recorded(row, journal.Outcome{Status: journal.Failed, Code: fault.Word(fault.Code(err))}, err)
}

// happened asks the service whether a row whose answer was lost was carried
// out; nil = it is not there yet, or nobody can tell. Of several steps one that
// took effect says nothing about the others, and a secret is lost with its
// answer.
func (b *Run) happened(ctx context.Context, row *row) *change.Existing {
	if !b.Looks || len(row.Steps) > 1 || b.Once != nil || ctx.Err() != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.Session.Globals.ConnectTimeout)
	defer cancel()
	found, err := b.Fresh(ctx, &row.Row)
	if err != nil {
		return nil
	}
	return found
}

// interruptGrace is how long what was sent may still be answered after Ctrl-C.
const interruptGrace = time.Second

// lasting ends a moment after ctx does.
func lasting(ctx context.Context) (during context.Context, end func()) {
	during, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(interruptGrace, cancel) })
	return during, func() {
		stop()
		cancel()
	}
}
