// Package bulk runs one verb over many rows: the workers, the shards, rows that
// mean the same thing twice, and the numbers of progress.
package bulk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
)

// firstRing is for how many results there is room at first.
const firstRing = 64

// defaultWindow is how far a row may be ahead of one whose result is not out.
const defaultWindow = 4096

// Pool runs work over rows with several workers and gives out the results in
// the order of the rows.
type Pool[T, R any] struct {
	Jobs        int  // workers; below 1: one
	Window      int  // how many results may wait for an earlier one; 0: 4,096
	MaxErrors   int  // after so many failed rows no further one starts; 0: no limit
	StopOnError bool // the same as a MaxErrors of 1

	// Work does one row. It gets the context of Run: what is under way when
	// that ends may finish or give up.
	Work func(context.Context, T) R
	// Failed reports whether a result of Work counts against MaxErrors; nil: none does.
	Failed func(R) bool
	// Skip gives the result of a row that is not started any more; nil: such
	// rows are only counted.
	Skip func(T) R
	// Emit takes each result, in order and one at a time, though from several
	// goroutines. Its error ends the run; it is not called again.
	Emit func(R) error
}

// Totals say what a pool did.
type Totals struct {
	Started int // rows that were worked on
	Failed  int // of these
	Skipped int // rows that were read and not started
}

// StoppedError says that rows were left out because too many failed.
type StoppedError struct {
	Failed, Skipped int
}

func (e *StoppedError) Error() string {
	return fmt.Sprintf("stopped because of errors: %d rows failed, %d were not started", e.Failed, e.Skipped)
}

// Panic is what Run panics with when a function of the pool did, or ended its
// goroutine; Value is nil in the latter case.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic in a worker: %v\n%s", p.Value, p.Stack) }

// Run works on all rows and returns when no goroutine of it is left. An error
// from rows is the end of them. When the context ends, or MaxErrors is
// reached, no further row starts; what is under way is waited for, and the
// rest of the rows is read to be skipped. Memory does not grow with the number
// of rows.
//
// Errors: the context's cause, the error of rows or of Emit, a *StoppedError if
// rows were skipped because of others that failed; joined if there are several.
func (p Pool[T, R]) Run(ctx context.Context, rows iter.Seq2[T, error]) (Totals, error) {
	next, stop := iter.Pull2(rows)
	defer stop()
	if p.Window <= 0 {
		p.Window = defaultWindow
	}
	p.Window = max(p.Window, p.Jobs)
	if p.StopOnError {
		p.MaxErrors = 1
	}
	f := &flow[T, R]{Pool: p, ctx: ctx, next: next, ring: make([]outcome[R], firstRing)}
	f.room = sync.NewCond(&f.mu)
	var group sync.WaitGroup
	for range max(p.Jobs, 1) {
		group.Go(f.worker)
	}
	group.Wait()
	if f.panic != nil {
		panic(f.panic)
	}
	return f.totals, f.err()
}

// err is why the run ended early; nil if it did not.
func (f *flow[T, R]) err() error {
	var all []error
	if f.ctx.Err() != nil {
		all = append(all, context.Cause(f.ctx))
	}
	if f.fault != nil {
		all = append(all, f.fault)
	}
	if f.exceeded() && f.totals.Skipped > 0 && f.ctx.Err() == nil {
		all = append(all, &StoppedError{Failed: f.totals.Failed, Skipped: f.totals.Skipped})
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}
