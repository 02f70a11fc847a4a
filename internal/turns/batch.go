package turns

import (
	"context"
	"time"
)

// batch is what one look at the state file reserved: turns that are due one
// step after another.
type batch struct {
	reserved time.Time
	first    time.Duration // from reserved to the first turn; negative = due at once
	step     float64       // nanoseconds
	size     int
	used     int
}

// due is when the next turn is due, or would be if there were one more.
func (b *batch) due() time.Time {
	return b.reserved.Add(max(b.first+time.Duration(float64(b.used)*b.step), 0))
}

// timely reports whether the next turn, or one more, could still be used.
func (b *batch) timely(now time.Time, spare time.Duration) bool {
	return !now.After(b.due().Add(spare))
}

// next gives the time of the turn that is next; false = all are paused. It is
// called in line.
func (t *Turns) next(ctx context.Context) (due time.Time, reserved bool, err error) {
	now := time.Now()
	if t.alone.Load() {
		return now, true, nil
	}
	if t.batch.used == t.batch.size || !t.batch.timely(now, t.pace.spare) {
		reserved, err = t.reserve(ctx, now)
		if err != nil || !reserved || t.alone.Load() {
			return now, reserved, err
		}
	}
	due = t.batch.due()
	if deadline, limited := ctx.Deadline(); limited && due.After(deadline) {
		return due, false, ErrNoRoom // the turn stays for somebody with more time
	}
	t.batch.used++
	return due, true, nil
}

// reserve takes a new batch out of the state file; false = all are paused.
// Batches grow while turns are taken so quickly that one more would have been
// used: a busy process locks the file about ten times a second, and a slow one
// wastes nothing.
func (t *Turns) reserve(ctx context.Context, now time.Time) (bool, error) {
	size := 1
	if t.batch.timely(now, t.pace.spare) {
		size = min(t.size, t.pace.batch)
	}
	paused, late := false, false
	err := t.change(ctx, func(now time.Time, s *state) {
		if paused = s.pause > now.UnixNano(); paused {
			t.pause.extend(s.pausedUntil(now))
			return
		}
		after := *s
		first := time.Duration(after.reserve(t.pace, now.UnixNano(), size) - now.UnixNano())
		deadline, limited := ctx.Deadline()
		if late = limited && now.Add(first).After(deadline); late {
			return
		}
		*s = after
		t.batch = batch{reserved: now, first: first, step: t.pace.step, size: size}
		t.size = 2 * size
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		t.goAlone(err)
	case late:
		return false, ErrNoRoom
	}
	return !paused, nil
}

// until sleeps until a turn is due. After a long sleep it looks whether others
// paused meanwhile.
func (t *Turns) until(ctx context.Context, due time.Time) error {
	wait := time.Until(due)
	if err := sleep(ctx, wait); err != nil {
		return err
	}
	if wait > batchTime && !t.alone.Load() {
		t.look()
	}
	return nil
}
