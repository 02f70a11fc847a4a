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
	case row.before.halfDone():
		if result, known := b.recover(ctx, during, row); known {
			return result
		}
		switch {
		case row.before.Code == secretLost && !b.Looks:
			return b.lostForGood(row)
		case row.gone != nil && b.Effect == change.Delete:
			return b.absent(ctx, row, row.gone)
		case row.before.Code == halfDone || row.gone != nil:
			return b.recorded(row, row.before.Outcome, &HalfDoneError{})
		}
	case row.before.Code == secretLost && !b.Looks:
		return b.lostForGood(row)
	case row.before.doubtful():
		if result, known := b.settle(ctx, during, row); known {
			return result
		}
	case row.gone != nil:
		return b.absent(ctx, row, row.gone)
	}
	err := b.look(during, row)
	switch {
	case b.Unfound(err):
		return b.absent(ctx, row, err)
	case err == nil && row.Existing != nil:
		return b.unchanged(row, row.Existing.ID, row.Existing.What)
	case err == nil && len(row.Steps) == 0:
		return b.unchanged(row, row.Form.ID(), change.NothingToDo)
	case ctx.Err() != nil:
		return b.skipped(row, nil)
	case err != nil && row.before.doubtful(): // still in doubt: it may have been carried out since its name was looked up
		return b.recorded(row, row.before.Outcome, &UnknownRowError{Looked: true, Err: err})
	case err != nil:
		return b.ended(ctx, row, err)
	}
	return b.sent(ctx, during, row)
}

// sent carries the steps of a row out, each of several with a line of its own in
// the journal.
func (b *Run) sent(ctx, during context.Context, row *row) result {
	if row.step.Number == 0 { // else an earlier process found it
		row.step.ID = cmp.Or(row.Form.Inputs().Identified(), row.Form.ID())
	}
	if len(row.Steps) == 1 && row.Steps[0].Number == 0 {
		if err := b.journal.Intend(row.number, row.key, row.step); err != nil {
			b.breaker.stop(err)
			return b.skipped(row, err)
		}
		return b.answered(ctx, row, b.send(during, row))
	}
	row.Tell = func(number int, answered bool) error {
		record := b.journal.Intend
		if answered {
			record = b.journal.Answered
		}
		next := journal.Step{Number: number, At: time.Now(), ID: row.step.ID, Made: b.made(row)}
		if err := record(row.number, row.key, next); err != nil {
			b.breaker.stop(err)
			return err
		}
		row.step = next
		return nil
	}
	return b.answered(ctx, row, b.send(during, row))
}

// begun reports that a part of a row was carried out that failed, in this process
// or before.
func (b *Run) begun(row *row, err error) bool {
	middle := len(row.Steps) > 0 && row.Steps[0].Number > 1
	return partly(err) && (b.Once != nil || row.step.Number > 0) || middle || b.Once != nil && b.made(row) != ""
}

// made is the id of what the steps of a row made so far, of a change of several;
// "" = nothing yet.
func (b *Run) made(row *row) string {
	if id := row.Form.ID(); row.step.Number > 0 && id != row.step.ID {
		return id
	}
	return ""
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

// absent is a row of a removal of what is not there.
func (b *Run) absent(ctx context.Context, row *row, err error) result {
	switch {
	case row.before.doubtful(), !row.before.Step.At.IsZero(): // an earlier process took it away
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: cmp.Or(row.Form.ID(), row.before.Step.ID)}, nil)
	case b.FailIfAbsent:
		return b.ended(ctx, row, err)
	}
	return b.unchanged(row, cmp.Or(row.Form.ID(), row.before.ID), change.NotThere)
}

// answered records how a row ended that was sent. The service is asked about what
// got no answer, and about a refusal that may mean that somebody was faster.
func (b *Run) answered(ctx context.Context, row *row, err error) result {
	if err == nil {
		return b.ended(ctx, row, nil)
	}
	if b.RefusedAsGone(&row.Row, err) {
		b.breaker.heard(nil)
		return b.absent(ctx, row, err)
	}
	looking, cancel := context.WithTimeout(ctx, b.Session.Globals.ConnectTimeout)
	defer cancel()
	there, done := b.Settle(looking, &row.Row, err)
	if done || there != nil {
		b.breaker.heard(nil)
	}
	switch {
	case done && there != nil:
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: cmp.Or(there.ID, row.Form.ID())}, nil)
	case done:
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.Form.ID()}, nil)
	case there != nil && b.FailIfExists:
		return b.ended(ctx, row, &fault.ExistsError{What: there.What, ID: there.ID})
	case there != nil:
		return b.unchanged(row, there.ID, there.What)
	}
	return b.ended(ctx, row, err)
}

// ended records how a row ended of which no more can be found out.
func (b *Run) ended(ctx context.Context, row *row, err error) result {
	b.breaker.heard(err)
	switch {
	case err == nil:
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.Form.ID()}, nil)
	case fault.AnyOf(err, fault.OutcomeUnknown):
		row.step.Made = b.made(row)
		return b.recorded(row, journal.Outcome{Status: journal.Unknown, Code: fault.Word(fault.ExitUnknown), Step: row.step}, err)
	case b.begun(row, err) && !fault.Is[*fault.SecretLostError](err): // whatever stopped it
		row.step.Made = b.made(row)
		code := fault.Word(fault.Code(err))
		if b.Once != nil {
			code = halfDone
		}
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: row.Form.ID(), Code: code, Step: row.step}, err)
	case errors.Is(err, context.Canceled), b.breaker.because(err):
		return b.leftOver(row, err)
	case fault.Is[*fault.SecretLostError](err):
		if !errors.Is(err, errEarlier) { // the next secrets would be lost too
			b.breaker.stop(err)
		}
		row.step.Made = b.made(row)
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: row.Form.ID(), Code: secretLost, Step: row.step}, err)
	}
	outcome := journal.Outcome{Status: journal.Failed, Code: fault.Word(fault.Code(err))}
	if fault.MayBeDone(err) {
		outcome.Step.At = time.Now() // it was sent: what is gone by then was taken away
	}
	return b.recorded(row, outcome, err)
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
