package bulk

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
)

// flow is one run of a pool. Workers fetch rows themselves, and whoever brings
// the result that all others wait for gives out what is ready: no goroutine
// has to be woken for a row.
type flow[T, R any] struct {
	Pool[T, R]
	ctx context.Context

	source sync.Mutex // held to read a row; never while waiting for room
	next   func() (T, error, bool)

	mu       sync.Mutex
	room     *sync.Cond   // the window moved, or the run ended
	ring     []outcome[R] // of the rows from emitted to taken; grows up to the window
	reserved int          // rows that have room in the ring, read or not
	taken    int          // rows that were read and have a result to come
	emitted  int
	emitting bool
	ended    bool // no further row is read
	mute     bool // no further result is given out
	fault    error
	panic    *Panic
	totals   Totals
}

type outcome[R any] struct {
	value R
	ready bool
}

// worker ends when the rows do. It leaves a panic, and the end of a goroutine
// by runtime.Goexit, to Run.
func (f *flow[T, R]) worker() {
	orderly := false
	defer func() {
		if !orderly {
			f.abort(&Panic{Value: recover(), Stack: debug.Stack()})
		}
	}()
	for {
		row, at, start, ok := f.take()
		if !ok {
			break
		}
		if start {
			value := f.Work(f.ctx, row)
			f.put(at, value, f.Failed != nil && f.Failed(value))
		} else {
			f.put(at, f.Skip(row), false)
		}
		f.emit()
	}
	orderly = true
}

// take reads the next row that has a result to come, and its place. It is to
// be skipped unless start is true.
func (f *flow[T, R]) take() (row T, at int, start, ok bool) {
	if !f.reserve() {
		return row, 0, false, false
	}
	f.source.Lock()
	defer f.source.Unlock()
	for f.open() {
		row, err, more := f.next()
		if err != nil || !more {
			f.end(err)
			break
		}
		if at, start, ok = f.admit(); ok {
			return row, at, start, true
		}
	}
	return row, 0, false, false
}

// reserve waits for room in the window; false if the run ended.
func (f *flow[T, R]) reserve() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for !f.ended && f.reserved-f.emitted >= f.Window {
		f.room.Wait()
	}
	if f.reserved-f.emitted >= len(f.ring) {
		f.grow()
	}
	f.reserved++
	return !f.ended
}

// grow makes room in the ring for those who have to wait for a slow row: few
// ever do, and each collection of garbage looks through all of it.
func (f *flow[T, R]) grow() {
	ring := make([]outcome[R], 2*len(f.ring))
	for at := f.emitted; at < f.taken; at++ {
		ring[at%len(ring)] = f.ring[at%len(f.ring)]
	}
	f.ring = ring
}

func (f *flow[T, R]) open() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.ended
}

// admit decides about a row that was read: it starts, or it is skipped and has
// a place all the same, or (not ok) it is only counted.
func (f *flow[T, R]) admit() (at int, start, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	start = !f.exceeded() && f.ctx.Err() == nil
	if start {
		f.totals.Started++
	} else {
		f.totals.Skipped++
	}
	if !start && f.Skip == nil {
		return 0, false, false
	}
	at = f.taken
	f.taken++
	return at, start, true
}

func (f *flow[T, R]) exceeded() bool { return f.MaxErrors > 0 && f.totals.Failed >= f.MaxErrors }

func (f *flow[T, R]) put(at int, value R, failed bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ring[at%len(f.ring)] = outcome[R]{value: value, ready: true}
	if failed {
		f.totals.Failed++
	}
}

// emit gives out the results that are ready, unless another worker is at it.
func (f *flow[T, R]) emit() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.emitting {
		return
	}
	f.emitting = true
	for {
		first := &f.ring[f.emitted%len(f.ring)]
		if !first.ready {
			break
		}
		value := first.value
		*first = outcome[R]{}
		if err := f.hand(value); err != nil {
			f.mute = true
			f.stop(err)
		}
		f.emitted++
		f.room.Signal()
	}
	f.emitting = false
}

// hand calls Emit without the lock, which it holds again even after a panic.
func (f *flow[T, R]) hand(value R) error {
	if f.mute {
		return nil
	}
	f.mu.Unlock()
	defer f.mu.Lock()
	return f.Emit(value)
}

func (f *flow[T, R]) end(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stop(err)
}

// stop is end for those who hold the lock.
func (f *flow[T, R]) stop(err error) {
	f.ended = true
	if f.fault == nil {
		f.fault = err
	} else {
		f.fault = errors.Join(f.fault, err)
	}
	f.room.Broadcast()
}

// abort ends the run because of a panic; the first one is kept.
func (f *flow[T, R]) abort(p *Panic) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.panic == nil {
		f.panic = p
	}
	f.mute = true
	f.stop(nil)
}
