package cli

import (
	"context"
	"errors"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/journal"
)

// lateCalls is how long calls of a process that is gone may still be on their
// way, unless --timeout is shorter: before that, what is not there may yet come.
const lateCalls = 10 * time.Second

// settle finds out what became of a row that an earlier process sent without
// learning the answer. It is not repeated unless the service says that it did
// not happen; then known is false.
func (b *bulkRun) settle(ctx, during context.Context, row *bulkRow) (result bulkResult, known bool) {
	if row.gone {
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.before.ID}, nil), true
	}
	if !b.waitForLate(ctx) {
		return b.passedOver(row), true
	}
	if b.looks {
		return b.settleByProbe(during, row)
	}
	if b.effect == Delete && row.form.inputs().found() {
		return result, false // it is there: taking it away was not done, and twice is as good as once
	}
	err := b.look(during, row)
	if err == nil && len(row.steps) == 0 {
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.form.id()}, nil), true
	}
	return b.recorded(row, row.before.Outcome, errors.Join(&UnknownRowError{}, err)), true
}

// settleByProbe asks the service anew: what was read at the start is older than
// the calls that are in doubt.
func (b *bulkRun) settleByProbe(ctx context.Context, row *bulkRow) (result bulkResult, known bool) {
	found, err := row.form.exists(ctx, b.client)
	switch {
	case err != nil && ctx.Err() != nil:
		return b.passedOver(row), true
	case err != nil: // still in doubt: to call it failed would let a later run repeat it
		return b.recorded(row, row.before.Outcome, errors.Join(&UnknownRowError{Looked: true}, err)), true
	case found == nil:
		return result, false
	}
	row.existing = found
	if b.secretLost(row) {
		err := &fault.SecretLostError{Noun: b.once.noun, ID: found.ID, Err: errEarlier}
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: found.ID, Code: secretLost}, err), true
	}
	return b.recorded(row, journal.Outcome{Status: journal.Done, ID: found.ID}, nil), true
}

// passedOver is a row that is not tried now. What an earlier process left in
// doubt is as doubtful as before.
func (b *bulkRun) passedOver(row *bulkRow) bulkResult {
	if row.before.doubtful() {
		return b.result(row, row.before.Outcome, &UnknownRowError{Looked: b.looks})
	}
	return b.skipped(row, nil)
}

// waitForLate waits until no call of an earlier process can be on its way any
// more; false = Ctrl-C came first.
func (b *bulkRun) waitForLate(ctx context.Context) bool {
	late := lateCalls
	if limit := b.session.Globals.Timeout; limit > 0 {
		late = min(late, limit)
	}
	select {
	case <-time.After(time.Until(b.journal.Left().Add(late))):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// found reports whether what the arguments name was seen in a list of the
// service.
func (all Inputs) found() bool {
	for _, in := range all.args() {
		if in.refs == nil {
			continue
		}
		for _, ref := range in.refs() {
			if ref.Lookup != nil && ref.Ref.Label != "" {
				return true
			}
		}
	}
	return false
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
	Looked bool // it was looked for, and that failed
}

func (e *UnknownRowError) Error() string {
	if e.Looked {
		return "an earlier run sent it and got no answer, and it cannot be looked up now: it is not repeated"
	}
	return "an earlier run sent it and got no answer: it is not repeated"
}

func (e *UnknownRowError) Hint() string {
	if e.Looked {
		return "the same command with --resume looks it up again"
	}
	return "look at the service whether it happened; take the row out of the file, or begin anew with --restart"
}
