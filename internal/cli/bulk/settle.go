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

// settle finds out what became of a row that an earlier process sent without
// learning the answer. It is not repeated unless the service says that it did
// not happen; then known is false.
func (b *Run) settle(ctx, during context.Context, row *row) (result result, known bool) {
	at := row.before.Step
	if row.gone != nil && b.Effect == change.Delete {
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: cmp.Or(row.before.ID, at.ID)}, nil), true
	}
	looks := b.Looks || b.Effect != change.Create
	if looks && !b.waitForLate(ctx) {
		return b.passedOver(row), true
	}
	if result, known := b.recover(ctx, during, row); known {
		return result, true
	}
	if row.gone != nil {
		return b.recorded(row, row.before.Outcome, &UnknownRowError{Err: errGone}), true
	}
	if b.Looks {
		return b.settleByProbe(during, row)
	}
	if b.Effect == change.Delete && row.Form.Inputs().Found() {
		return result, false // it is there: taking it away was not done, and twice is as good as once
	}
	err := b.look(during, row)
	if err == nil && len(row.Steps) == 0 {
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.Form.ID()}, nil), true
	}
	return b.recorded(row, row.before.Outcome, &UnknownRowError{Err: err}), true
}

// stale is how old a change may be that is finished without asking anybody: what
// it sends anew may be unexpected later.
const stale = time.Hour

// errGone is why a row in doubt cannot be taken again.
var errGone = errors.New("what it was about is not there any more")

// recover goes on with a change that an earlier process began, where the verb can
// tell how far it came.
func (b *Run) recover(ctx, during context.Context, row *row) (result result, known bool) {
	at := row.before.Step
	far := change.Interrupted{Step: max(at.Number, 1), Answered: at.Answered, Made: at.Made, Gone: row.gone != nil}
	if b.values != nil {
		id, kept := b.values.ids[row.key]
		far.Made, far.Kept = cmp.Or(far.Made, id), kept
	}
	steps, known, err := row.Form.Recover(during, b.Client, far)
	switch {
	case !known:
		return result, false
	case err != nil && ctx.Err() != nil:
		return b.passedOver(row), true
	case err != nil && row.before.doubtful():
		return b.recorded(row, row.before.Outcome, &UnknownRowError{Err: err}), true
	case err != nil:
		return b.recorded(row, row.before.Outcome, err), true
	case len(steps) == 0:
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: cmp.Or(row.Form.ID(), far.Made, at.ID)}, nil), true
	}
	if age := time.Since(at.At); steps[0].Number > 1 && (age < 0 || age > stale) {
		err := errors.Join(&StaleRowError{At: at.At, Steps: steps}, b.saveRowValue(row))
		return b.recorded(row, row.before.Outcome, err), true
	}
	if err := b.Guarded(during, &row.Row); err != nil {
		return b.recorded(row, row.before.Outcome, err), true
	}
	row.Steps, row.step = steps, at
	return b.sent(ctx, during, row), true
}

// StaleRowError is a row that was interrupted between its steps so long ago that
// the others are not sent without being asked for.
type StaleRowError struct {
	At    time.Time
	Steps []change.Step // that are left
}

func (e *StaleRowError) Error() string {
	return "an earlier run stopped in the middle of it on " + e.At.UTC().Format(time.RFC3339) + ": not sent is " + e.Steps[0].Name
}

func (e *StaleRowError) Hint() string { return e.Steps[0].GoOn }

// settleByProbe asks the service anew: what was read at the start is older than
// the calls that are in doubt.
func (b *Run) settleByProbe(ctx context.Context, row *row) (result result, known bool) {
	found, err := b.Fresh(ctx, &row.Row)
	switch {
	case err != nil && ctx.Err() != nil:
		return b.passedOver(row), true
	case err != nil: // still in doubt: to call it failed would let a later run repeat it
		return b.recorded(row, row.before.Outcome, &UnknownRowError{Looked: true, Err: err}), true
	case found == nil:
		return result, false
	}
	row.Existing = found
	if b.secretLost(row) {
		err := &fault.SecretLostError{Noun: b.Once.Noun, ID: found.ID, Err: errEarlier}
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: found.ID, Code: secretLost}, err), true
	}
	return b.recorded(row, journal.Outcome{Status: journal.Done, ID: found.ID}, nil), true
}

// passedOver is a row that is not tried now. What an earlier process left in
// doubt is as doubtful as before.
func (b *Run) passedOver(row *row) result {
	if row.before.doubtful() {
		return b.result(row, row.before.Outcome, &UnknownRowError{Looked: b.Looks})
	}
	return b.skipped(row, nil)
}

// waitForLate waits until no call of an earlier process can be on its way any
// more; false = Ctrl-C came first.
func (b *Run) waitForLate(ctx context.Context) bool {
	select {
	case <-time.After(time.Until(b.journal.Quiet())):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// halfDone is the journal's word for a row that brings a secret, and of which a
// part was carried out: all of it again would bring another one.
const halfDone = "half_done"

// partly reports a change that stopped after a part of it.
func partly(err error) bool {
	step, ok := errors.AsType[*fault.StepError](err)
	return ok && len(step.Done) > 0
}

// HalfDoneError is a row of which an earlier process carried out a part.
type HalfDoneError struct{}

func (e *HalfDoneError) Error() string {
	return "an earlier run carried out a part of it, as its report says: it is not repeated"
}

func (e *HalfDoneError) Hint() string {
	return "finish it by hand, then take the row out of the file"
}

// UnknownRowError is a row that an earlier process sent without an answer, and
// of which nobody can tell what came of it.
type UnknownRowError struct {
	Looked bool  // it was looked for, and that failed
	Err    error // what was found, or why nothing was; nil = no more is known
}

func (e *UnknownRowError) Error() string {
	text := "an earlier run sent it and got no answer: it is not repeated"
	if e.Looked {
		text = "an earlier run sent it and got no answer, and it cannot be looked up now: it is not repeated"
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *UnknownRowError) Unwrap() error { return e.Err }

// Hint is the way that was found, or else to look.
func (e *UnknownRowError) Hint() string {
	way := fault.Hint(e.Err)
	switch {
	case e.Looked:
		return "the same command with --resume looks it up again"
	case way != "":
		return way
	}
	return "look at the service whether it happened; take the row out of the file, or start from the first row with --restart"
}
