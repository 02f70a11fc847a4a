package bulk

import (
	"context"
	"sync/atomic"
	"time"
)

// Gate lets one worker that was told to wait make all of them wait. The zero
// Gate is open. It may be used by many goroutines.
type Gate struct {
	until atomic.Pointer[time.Time]
}

// Pause closes the gate until a time. A gate that is closed for longer stays so.
func (g *Gate) Pause(until time.Time) {
	for {
		old := g.until.Load()
		if old != nil && !until.After(*old) || g.until.CompareAndSwap(old, &until) {
			return
		}
	}
}

// Until is when the gate opens, or zero if it is open.
func (g *Gate) Until() time.Time {
	if until := g.until.Load(); until != nil && time.Until(*until) > 0 {
		return *until
	}
	return time.Time{}
}

// Wait returns nil as soon as the gate is open, or the context's error.
func (g *Gate) Wait(ctx context.Context) error {
	for {
		until := g.Until()
		if err := ctx.Err(); err != nil || until.IsZero() {
			return err
		}
		timer := time.NewTimer(time.Until(until))
		select {
		case <-timer.C: // it may have been closed for longer meanwhile
		case <-ctx.Done():
			timer.Stop()
		}
	}
}
