// Package turns is one rate limit for all processes of a person on a machine:
// they share a small state file, in which each reserves the next turns, and
// then wait for them outside the lock.
package turns

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Options are the limit, and how to behave under it.
type Options struct {
	PerSecond float64 // turns on average; 0 = no limit, but pauses hold
	Burst     int     // turns at once after a time of rest; at least 1
	// LongestWait is the longest pause worth waiting for; a longer one is an
	// error at once. 0 = a minute.
	LongestWait time.Duration
	// Warn hears once when the state file is of no use, so that the limit holds
	// for this process alone. It may be nil.
	Warn func(message string)
}

// Turns hands out turns to the goroutines of this process, within the limit
// that it shares with others. It is safe for many goroutines.
type Turns struct {
	path    string
	pace    pace
	longest time.Duration
	warn    func(string)
	// own keeps this process to its limit whatever others write.
	own   *rate.Limiter
	pause pause
	alone atomic.Bool // the state file is of no use

	line  chan struct{} // held by the one whose turn is next
	batch batch         // only in line
	size  int           // of the next batch; only in line
}

// ErrNoRoom says that the context ends before the next turn.
var ErrNoRoom = errors.New("the next turn comes after the deadline")

// New shares the turns at origin (scheme, host and port) of provider (a word
// fit for a file's name) with every process that names the same folder. The
// folder is made when a turn is taken.
func New(folder, provider, origin string, o Options) *Turns {
	sum := sha256.Sum256([]byte(provider + "\n" + origin))
	t := &Turns{
		path:    filepath.Join(folder, provider+"-"+hex.EncodeToString(sum[:8])),
		pace:    paceOf(o.PerSecond, o.Burst),
		longest: o.LongestWait, warn: o.Warn,
		own:  rate.NewLimiter(rate.Inf, 1),
		line: make(chan struct{}, 1), size: 1,
	}
	if t.longest <= 0 {
		t.longest = time.Minute
	}
	if o.PerSecond > 0 {
		t.own = rate.NewLimiter(rate.Limit(o.PerSecond), max(o.Burst, 1))
	}
	return t
}

// Take waits for the next turn. The error is the context's, ErrNoRoom when its
// deadline comes before the turn, or a *PausedError when the service asked for
// a pause that is too long to wait for.
func (t *Turns) Take(ctx context.Context) error {
	if err := t.pause.worthWhile(ctx, t.longest); err != nil {
		return err
	}
	if err := t.own.Wait(ctx); err != nil {
		return noRoom(ctx)
	}
	select {
	case t.line <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-t.line }()
	for {
		if err := t.pause.wait(ctx, t.longest); err != nil {
			return err
		}
		due, reserved, err := t.next(ctx)
		if err != nil {
			return err
		}
		if !reserved { // another process paused all
			continue
		}
		if err := t.until(ctx, due); err != nil {
			return err
		}
		if t.pause.left() <= 0 {
			return nil
		}
	}
}

// Pause lets nobody take a turn until then, at most an hour from now. It never
// shortens a pause, and returns when other processes can know of it.
func (t *Turns) Pause(until time.Time) {
	if latest := time.Now().Add(maxPause); until.After(latest) {
		until = latest
	}
	if !t.pause.extend(until) || t.alone.Load() {
		return
	}
	err := t.change(context.Background(), func(_ time.Time, s *state) { s.pause = max(s.pause, until.UnixNano()) })
	if err != nil {
		t.goAlone(err)
	}
}

// goAlone leaves the limit to this process.
func (t *Turns) goAlone(err error) {
	if t.alone.CompareAndSwap(false, true) && t.warn != nil {
		t.warn("the rate limit is not shared with other processes: " + err.Error())
	}
}

func noRoom(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ErrNoRoom
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
