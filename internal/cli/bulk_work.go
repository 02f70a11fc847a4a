package cli

import (
	"cmp"
	"context"
	"errors"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/journal"
	"unictl/internal/rows"
)

// bulkRow is one row on its way.
type bulkRow struct {
	changeRow
	number int
	key    string // what it is about, in the file's own words
	cells  []rows.Cell
	before rowBefore
	gone   bool // what was to be taken away is not there any more
}

// rows reads the file again, and hands on the rows of this shard with their
// names looked up. The key is what the file says: it is the same when the run
// is resumed, whatever has become of the names.
func (b *bulkRun) rows(ctx context.Context, do func(*bulkRow) error) error {
	file, err := b.file.open()
	if err != nil {
		return err
	}
	return b.file.each(file, func(row rows.Row, fault *rows.Fault) error {
		if fault != nil {
			return fault
		}
		f := b.blank()
		if err := b.decode(ctx, row, f); err != nil {
			return err
		}
		key := f.key()
		if !b.shard.Holds(key) {
			b.forms.Put(f)
			return nil
		}
		next := &bulkRow{number: row.Number, key: key, cells: row.Cells, before: b.known(key)}
		next.form, next.client, next.target = f, b.client, f.target()
		if b.lookups && !next.before.settled() {
			err := b.session.resolve(ctx, b.client, f.inputs())
			next.gone = b.vanished(err, next.before)
			if err != nil && !next.gone {
				return err
			}
		}
		return do(next)
	})
}

// work does one row: what an earlier process settled is left alone, and what it
// left open is looked up before it is repeated. ctx ends at Ctrl-C, during a
// moment later: what was sent by then may be answered.
func (b *bulkRun) work(ctx, during context.Context, row *bulkRow) bulkResult {
	switch {
	case row.before.settled():
		return b.earlier(row)
	case ctx.Err() != nil || b.halt.why() != nil:
		return b.passedOver(row)
	case row.before.Code == halfDone:
		return b.recorded(row, row.before.Outcome, &HalfDoneError{})
	case row.before.Code == secretLost && !b.looks:
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
	case err == nil && row.existing != nil:
		return b.unchanged(row, row.existing.ID, row.existing.What)
	case err == nil && len(row.steps) == 0:
		return b.unchanged(row, row.form.id(), nothingToDo)
	case ctx.Err() != nil:
		return b.skipped(row, nil)
	case err != nil:
		return b.ended(ctx, row, err)
	}
	if err := b.journal.Intend(row.number, row.key); err != nil {
		b.halt.stop(err)
		return b.skipped(row, err)
	}
	return b.ended(ctx, row, b.send(during, row))
}

// look finds out what there is to do for a row: what exists already is
// unchanged, unless the person wants to hear of it.
func (b *bulkRun) look(ctx context.Context, row *bulkRow) (err error) {
	if row.existing, err = b.present(ctx, row); err != nil {
		return err
	}
	switch {
	case row.existing != nil && b.secretLost(row):
		return &fault.SecretLostError{Noun: b.once.noun, ID: row.existing.ID, Err: errEarlier}
	case row.existing != nil && b.rowFlags.failIfExists:
		return &fault.ExistsError{What: row.existing.What, ID: row.existing.ID}
	case row.existing != nil:
		return nil
	}
	if err := b.guarded(ctx, &row.changeRow); err != nil {
		return err
	}
	row.steps, err = row.form.steps(ctx, row.client)
	row.target = row.form.target()
	return err
}

// present asks what was read at the start, or else the service.
func (b *bulkRun) present(ctx context.Context, row *bulkRow) (*Existing, error) {
	switch {
	case b.ahead != nil:
		there, alike := row.form.existsIn(b.ahead)
		Warn(ctx, alike)
		return there, nil
	case b.looks:
		return row.form.exists(ctx, b.client)
	}
	return nil, nil
}

// send carries the row's steps out, and puts a secret that they bring on disk
// before the result is recorded.
func (b *bulkRun) send(ctx context.Context, row *bulkRow) error {
	saved := false
	save := func() error {
		saved = true
		return b.saveRowValue(row)
	}
	_, err := takeSteps(ctx, row.steps, save)
	if !saved {
		err = cmp.Or(err, save())
	}
	return err
}

// ended records how a row ended. A write without an answer is looked for.
func (b *bulkRun) ended(ctx context.Context, row *bulkRow, err error) bulkResult {
	b.halt.heard(err)
	switch {
	case err == nil:
		return b.recorded(row, journal.Outcome{Status: journal.Done, ID: row.form.id()}, nil)
	case fault.AnyOf(err, fault.OutcomeUnknown):
		if found := b.happened(ctx, row); found != nil {
			return b.recorded(row, journal.Outcome{Status: journal.Done, ID: found.ID}, nil)
		}
		return b.recorded(row, journal.Outcome{Status: journal.Unknown, Code: fault.Word(fault.ExitUnknown)}, err)
	case b.once != nil && partly(err): // whatever stopped it
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: row.form.id(), Code: halfDone}, err)
	case errors.Is(err, context.Canceled), b.halt.because(err):
		return b.leftOver(row, err)
	case fault.Is[*fault.SecretLostError](err):
		if !errors.Is(err, errEarlier) { // the next secrets would be lost too
			b.halt.stop(err)
		}
		return b.recorded(row, journal.Outcome{Status: journal.Failed, ID: row.form.id(), Code: secretLost}, err)
	}
	return b.recorded(row, journal.Outcome{Status: journal.Failed, Code: fault.Word(fault.Code(err))}, err)
}

// happened asks the service whether a row whose answer was lost was carried
// out; nil = it is not there yet, or nobody can tell. Of several steps one that
// took effect says nothing about the others, and a secret is lost with its
// answer.
func (b *bulkRun) happened(ctx context.Context, row *bulkRow) *Existing {
	if !b.looks || len(row.steps) > 1 || b.once != nil || ctx.Err() != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.session.Globals.ConnectTimeout)
	defer cancel()
	found, err := row.form.exists(ctx, b.client)
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
