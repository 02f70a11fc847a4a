package cli

import (
	"context"
	"errors"

	"unictl/internal/bulk"
	"unictl/internal/rest"
	"unictl/internal/rows"
)

// bulkRow is one row on its way.
type bulkRow[C, In any] struct {
	changeRow[C, In]
	number int
	key    string
	cells  []rows.Cell
	seen   bool // it was examined
}

// bulkResult is what became of a row.
type bulkResult[C, In any] struct {
	row     *bulkRow[C, In]
	outcome bulk.Outcome
	before  bool // settled by an earlier process
	problem *ErrorDocument
}

// rows reads the file again, and hands on the rows of this shard with their
// names looked up.
func (b *bulkRun[C, In]) rows(ctx context.Context, do func(*bulkRow[C, In]) error) error {
	file, err := b.file.open()
	if err != nil {
		return err
	}
	defer file.Close()
	return b.file.each(file, func(row rows.Row, fault *rows.Fault) error {
		if fault != nil {
			return fault
		}
		in, inputs, err := b.verb.fromCells(ctx, b.session, row)
		if err != nil {
			return err
		}
		if b.lookups {
			if err := b.session.resolve(ctx, b.client, inputs); err != nil {
				return err
			}
		}
		key := b.key(in)
		if !b.shard.Holds(key) {
			return nil
		}
		next := &bulkRow[C, In]{number: row.Number, key: key, cells: row.Cells}
		next.in, next.inputs, next.client, next.target = in, inputs, b.client, b.Target(in)
		return do(next)
	})
}

// look finds out what there is to do for a row: what exists already is
// unchanged, unless the person wants to hear of it.
func (b *bulkRun[C, In]) look(ctx context.Context, row *bulkRow[C, In]) (err error) {
	row.seen = true
	if row.existing, err = b.present(ctx, row.in); err != nil {
		return err
	}
	if row.existing != nil {
		if b.flags.failIfExists {
			return &ExistsError{What: row.existing.What, ID: row.existing.ID}
		}
		return nil
	}
	if err := b.guard(ctx, &row.changeRow); err != nil {
		return err
	}
	row.steps, err = b.Steps(ctx, row.client, row.in)
	row.target = b.Target(row.in)
	return err
}

// present asks what was read at the start, or else the service.
func (b *bulkRun[C, In]) present(ctx context.Context, in *In) (*Existing, error) {
	switch {
	case b.probe != nil:
		return b.probe(in)
	case b.Probe != nil:
		return b.Probe(ctx, b.client, in)
	}
	return nil, nil
}

// work does one row: what an earlier process settled is left alone, and what it
// left open is looked up before it is repeated.
func (b *bulkRun[C, In]) work(ctx context.Context, j *bulk.Journal, row *bulkRow[C, In]) bulkResult[C, In] {
	before, attempted := j.Before(row.key)
	if attempted && before.Status.Settled() {
		return bulkResult[C, In]{row: row, outcome: before, before: true}
	}
	if ctx.Err() != nil {
		return bulkResult[C, In]{row: row, outcome: bulk.Outcome{Status: bulk.Skipped}}
	}
	err := b.look(ctx, row)
	switch {
	case err != nil:
		return b.ended(j, row, err)
	case row.existing != nil:
		return b.recorded(j, row, bulk.Outcome{Status: bulk.Unchanged, ID: row.existing.ID}, nil)
	case len(row.steps) == 0:
		return b.recorded(j, row, bulk.Outcome{Status: bulk.Unchanged, ID: b.id(row.in)}, nil)
	case attempted && before.Status == bulk.Unknown && b.Probe == nil:
		return b.recorded(j, row, before, &UnknownRowError{})
	}
	if err := j.Intend(row.number, row.key); err != nil {
		return b.recorded(j, row, bulk.Outcome{Status: bulk.Failed, Code: "journal"}, err)
	}
	return b.ended(j, row, b.send(ctx, row))
}

// send carries the row's steps out, and puts a secret that they bring on disk
// before the result is recorded.
func (b *bulkRun[C, In]) send(ctx context.Context, row *bulkRow[C, In]) error {
	saved := false
	save := func() error {
		saved = true
		return b.saveRowValue(row)
	}
	_, err := takeSteps(ctx, row.steps, save)
	if !saved {
		err = FirstError(err, save())
	}
	return err
}

// ended records how a row ended. A write without an answer is looked for.
func (b *bulkRun[C, In]) ended(j *bulk.Journal, row *bulkRow[C, In], err error) bulkResult[C, In] {
	switch {
	case err == nil:
		return b.recorded(j, row, bulk.Outcome{Status: bulk.Done, ID: b.id(row.in)}, nil)
	case anyOf(err, outcomeUnknown):
		if found := b.happened(row); found != nil {
			return b.recorded(j, row, bulk.Outcome{Status: bulk.Done, ID: found.ID}, nil)
		}
		return b.recorded(j, row, bulk.Outcome{Status: bulk.Unknown, Code: "outcome_unknown"}, err)
	case errors.Is(err, context.Canceled) && !is[*rest.Error](err):
		return b.recorded(j, row, bulk.Outcome{Status: bulk.Failed, Code: "interrupted"}, err)
	}
	return b.recorded(j, row, bulk.Outcome{Status: bulk.Failed, Code: exitWord(exitCode(err))}, err)
}

// happened asks the service whether a row whose answer was lost was carried
// out; nil = it is not there, or nobody can tell.
func (b *bulkRun[C, In]) happened(row *bulkRow[C, In]) *Existing {
	if b.Probe == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), sessionKey{}, b.session), b.session.Globals.ConnectTimeout)
	defer cancel()
	found, err := b.Probe(ctx, b.client, row.in)
	if err != nil {
		return nil
	}
	return found
}

func (b *bulkRun[C, In]) recorded(j *bulk.Journal, row *bulkRow[C, In], outcome bulk.Outcome, err error) bulkResult[C, In] {
	if writing := j.Result(row.number, row.key, outcome); writing != nil {
		err = errors.Join(err, writing)
	}
	result := bulkResult[C, In]{row: row, outcome: outcome}
	if err != nil {
		problem := describe(err, action(b.verb.cmd), providerName(b.session.Provider), b.session.secrets)
		result.problem = &problem
	}
	return result
}

// UnknownRowError is a row that an earlier run sent without an answer, and that
// the verb cannot look up.
type UnknownRowError struct{}

func (*UnknownRowError) Error() string {
	return "an earlier run sent it and got no answer: it is not repeated"
}

func (*UnknownRowError) hint() string {
	return "look at the service whether it happened; take the row out of the file, or begin anew with --restart"
}
