package ratelimit

import (
	"context"
	"sync"
	"time"
)

// maxPause bounds a pause: a service that still wants one then says so again.
const maxPause = time.Hour

// PausedError says that the service asked for a pause that is too long to wait
// for; no turn was taken.
type PausedError struct{ Until time.Time }

func (e *PausedError) Error() string {
	return "the service asked for a pause until " + e.Until.UTC().Format(time.RFC3339)
}

// RetryAfter is how long the pause lasts from now on.
func (e *PausedError) RetryAfter() time.Duration { return max(time.Until(e.Until), 0) }

// pause is the end of a pause as far as this process knows.
type pause struct {
	mutex sync.Mutex
	until time.Time
}

// extend reports whether until is later than what was known.
func (p *pause) extend(until time.Time) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !until.After(p.until) {
		return false
	}
	p.until = until
	return true
}

func (p *pause) end() time.Time {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.until
}

// left is how long the pause lasts from now on; not above 0 = it is over.
func (p *pause) left() time.Duration {
	end := p.end()
	if end.IsZero() {
		return 0
	}
	return time.Until(end)
}

// worthWhile is a *PausedError if the pause lasts longer than longest, or than
// the caller has time.
func (p *pause) worthWhile(ctx context.Context, longest time.Duration) error {
	left := p.left()
	if left <= 0 {
		return nil
	}
	deadline, limited := ctx.Deadline()
	if end := p.end(); left > longest || limited && end.After(deadline) {
		return &PausedError{end}
	}
	return nil
}

// wait sleeps until the pause is over.
func (p *pause) wait(ctx context.Context, longest time.Duration) error {
	for {
		left := p.left()
		if left <= 0 {
			return nil
		}
		if err := p.worthWhile(ctx, longest); err != nil {
			return err
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}
