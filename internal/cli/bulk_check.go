package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"unictl/internal/bulk"
	"unictl/internal/rows"
)

// bulkRun carries one change out for the rows of a file.
type bulkRun[C, In any] struct {
	*changeRun[C, In]
	session *Session
	flags   *bulkFlags
	file    *bulkFile
	shard   bulk.Shard
	client  C
	lookups bool // rows name things that have to be looked up
	total   int  // rows of this shard
	probe   func(*In) (*Existing, error)
	values  sync.Mutex // of --values-file
}

// examineFile reads the whole file before anything is sent: first for its form,
// without a call, then for the names that it holds.
func (b *bulkRun[C, In]) examineFile(ctx context.Context) (err error) {
	if err := b.pass(ctx, b.formOf); err != nil {
		return err
	}
	if b.client, err = b.verb.client(ctx, b.session); err != nil || !b.lookups {
		return err
	}
	return b.pass(ctx, b.namesOf)
}

// pass examines every row, and gives all faults together.
func (b *bulkRun[C, In]) pass(ctx context.Context, examine func(context.Context, *In, Inputs) error) error {
	file, err := b.file.open()
	if err != nil {
		return err
	}
	defer file.Close()
	hashing := rows.NewHashing(file)
	faults := &FaultsError{File: b.file.name}
	seen := bulk.Dedup{}
	b.total = 0
	err = b.file.each(hashing, func(row rows.Row, fault *rows.Fault) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		faults.Rows++
		if fault == nil {
			var final error
			if fault, final = b.examineRow(ctx, row, &seen, examine); final != nil {
				return final
			}
		}
		if fault != nil {
			faults.add(fault)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case faults.Total > 0:
		return faults
	case faults.Rows == 0:
		return &UsageError{Flag: "--from", Message: b.file.name + " holds no rows", Hint: "--print-template prints a file to start from"}
	}
	b.file.print, err = hashing.Fingerprint()
	return err
}

func (b *bulkRun[C, In]) examineRow(ctx context.Context, row rows.Row, seen *bulk.Dedup, examine func(context.Context, *In, Inputs) error) (*rows.Fault, error) {
	in, inputs, err := b.verb.fromCells(ctx, b.session, row)
	if err == nil {
		err = examine(ctx, in, inputs)
	}
	var missing *NotFoundError
	var ambiguous *AmbiguousError
	switch {
	case errors.As(err, &missing), errors.As(err, &ambiguous):
		err = faultOf(row, "", fmt.Errorf("%s: %w", flagOfAny(err), err))
	case err == nil:
		err = b.alone(row, in, seen)
	}
	if fault, ok := errors.AsType[*rows.Fault](err); ok {
		return fault, nil
	}
	return nil, err
}

func flagOfAny(err error) string {
	if e, ok := errors.AsType[*NotFoundError](err); ok {
		return e.Flag
	}
	return flagOf(err)
}

// alone counts a row of this shard, and refuses one that an earlier row is
// about.
func (b *bulkRun[C, In]) alone(row rows.Row, in *In, seen *bulk.Dedup) error {
	key := b.key(in)
	if first, twice := seen.Add(key, row.Number); twice {
		return faultOf(row, "", fmt.Errorf("is about the same as row %d", first))
	}
	if b.shard.Holds(key) {
		b.total++
	}
	return nil
}

func (b *bulkRun[C, In]) formOf(_ context.Context, _ *In, inputs Inputs) error {
	b.lookups = b.lookups || inputs.look()
	return nil
}

func (b *bulkRun[C, In]) namesOf(ctx context.Context, _ *In, inputs Inputs) error {
	return b.session.resolve(ctx, b.client, inputs)
}

// look reports whether an input names something that has to be looked up.
func (all Inputs) look() bool {
	for _, in := range all {
		if in.refs == nil {
			continue
		}
		for _, ref := range in.refs() {
			if ref.Lookup != nil && ref.Ref.ID == "" {
				return true
			}
		}
	}
	return false
}

// stopReading ends a pass over rows that nobody wants any more.
var errStopReading = io.ErrClosedPipe
