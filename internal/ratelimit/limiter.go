// Package ratelimit is one rate limit for all processes of a person on a machine:
// they share a small state file, in which each reserves the next turns, and
// then wait for them outside the lock.
package ratelimit

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Options are the limit, and how to behave under it.
type Options struct {
	PerSecond float64 // turns on average; 0 = no limit, but pauses hold in this process
	Burst     int     // turns at once after a time of rest; at least 1
	// LongestWait is the longest pause worth waiting for; a longer one is an
	// error at once. 0 = a minute.
	LongestWait time.Duration
	// Warn hears once when the state file is of no use, so that the limit holds
	// for this process alone. It may be nil.
	Warn func(message string)
}

// Limiter hands out turns to the goroutines of this process, within the limit
// that it shares with others. It is safe for many goroutines.
type Limiter struct {
	path    string
	pace    pace
	longest time.Duration
	warn    func(string)
	pause   pause
	alone   atomic.Bool // the limit is not shared

	// own keeps this process to its limit whatever others write.
	own   bucket
	began time.Time // the own clock, which nobody sets
	mutex sync.Mutex
	whole int64 // of own, since began

	line  chan struct{} // held by the one whose turn is next
	batch batch         // only in line
	size  int           // of the next batch; only in line
}

// ErrNoRoom says that the context ends before the next turn.
var ErrNoRoom = errors.New("the next turn comes after the deadline")

// New shares the turns at origin (scheme, host and port) of provider (a word
// fit for a file's name) with every process that names the same folder. The
// folder is made when a turn is taken. Without a folder, and without a limit,
// nothing is shared.
func New(folder, provider, origin string, o Options) *Limiter {
	sum := sha256.Sum256([]byte(provider + "\n" + origin))
	l := &Limiter{
		path: filepath.Join(folder, provider+"-"+hex.EncodeToString(sum[:8])),
		pace: paceOf(o.PerSecond, o.Burst), own: bucketOf(o.PerSecond, max(o.Burst, 1)), began: time.Now(),
		longest: o.LongestWait, warn: o.Warn, line: make(chan struct{}, 1), size: 1,
	}
	l.alone.Store(folder == "" || o.PerSecond <= 0)
	if l.longest <= 0 {
		l.longest = time.Minute
	}
	return l
}

// Take waits for the next turn. The error is the context's, ErrNoRoom when its
// deadline comes before the turn, or a *PausedError when the service asked for
// a pause that is too long to wait for.
func (l *Limiter) Take(ctx context.Context) error {
	if err := l.pause.worthWhile(ctx, l.longest); err != nil {
		return err
	}
	if err := l.waitOwn(ctx); err != nil {
		return err
	}
	select {
	case l.line <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.line }()
	for {
		if err := l.pause.wait(ctx, l.longest); err != nil {
			return err
		}
		due, reserved, err := l.next(ctx)
		if err != nil {
			return err
		}
		if !reserved { // another process paused all
			continue
		}
		if err := l.until(ctx, due); err != nil {
			return err
		}
		if l.pause.left() <= 0 {
			return nil
		}
	}
}

// Pause lets nobody take a turn until then, at most an hour from now. It never
// shortens a pause, and returns when other processes can know of it.
func (l *Limiter) Pause(until time.Time) {
	if latest := time.Now().Add(maxPause); until.After(latest) {
		until = latest
	}
	if !l.pause.extend(until) || l.alone.Load() {
		return
	}
	err := l.change(context.Background(), func(_ time.Time, s *state) { s.pause = max(s.pause, until.UnixNano()) })
	if err != nil {
		l.goAlone(err)
	}
}

// goAlone leaves the limit to this process.
func (l *Limiter) goAlone(err error) {
	if l.alone.CompareAndSwap(false, true) && l.warn != nil {
		l.warn("the rate limit is not shared with other processes: " + err.Error())
	}
}

// waitOwn waits for a turn of this process. One that would come too late is not
// taken.
func (l *Limiter) waitOwn(ctx context.Context) error {
	l.mutex.Lock()
	now := time.Since(l.began)
	first, whole := l.own.take(l.whole, int64(now), 1)
	wait := time.Duration(first) - now
	if deadline, limited := ctx.Deadline(); limited && wait > 0 && wait > time.Until(deadline) {
		l.mutex.Unlock()
		return cmp.Or(ctx.Err(), ErrNoRoom)
	}
	l.whole = whole
	l.mutex.Unlock()
	return sleep(ctx, wait)
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
func (l *Limiter) next(ctx context.Context) (due time.Time, reserved bool, err error) {
	now := time.Now()
	if l.alone.Load() {
		return now, true, nil
	}
	if l.batch.used == l.batch.size || !l.batch.timely(now, l.pace.spare) {
		reserved, err = l.reserve(ctx, now)
		if err != nil || !reserved || l.alone.Load() {
			return now, reserved, err
		}
	}
	due = l.batch.due()
	if deadline, limited := ctx.Deadline(); limited && due.After(deadline) {
		return due, false, ErrNoRoom // the turn stays for somebody with more time
	}
	l.batch.used++
	return due, true, nil
}

// reserve takes a new batch out of the state file; false = all are paused.
// Batches grow while turns are taken so quickly that one more would have been
// used: a busy process locks the file about ten times a second, and a slow one
// wastes nothing.
func (l *Limiter) reserve(ctx context.Context, now time.Time) (bool, error) {
	size := 1
	if l.batch.timely(now, l.pace.spare) {
		size = min(l.size, l.pace.batch)
	}
	paused, late := false, false
	err := l.change(ctx, func(now time.Time, s *state) {
		if paused = s.pause > now.UnixNano(); paused {
			l.pause.extend(s.pausedUntil(now))
			return
		}
		due, whole := l.pace.take(s.whole, now.UnixNano(), size)
		first := time.Duration(due - now.UnixNano())
		deadline, limited := ctx.Deadline()
		if late = limited && now.Add(first).After(deadline); late {
			return
		}
		s.whole = whole
		l.batch = batch{reserved: now, first: first, step: l.pace.step, size: size}
		l.size = 2 * size
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		l.goAlone(err)
	case late:
		return false, ErrNoRoom
	}
	return !paused, nil
}

// until sleeps until a turn is due. After a long sleep it looks whether others
// paused meanwhile.
func (l *Limiter) until(ctx context.Context, due time.Time) error {
	wait := time.Until(due)
	if err := sleep(ctx, wait); err != nil {
		return err
	}
	if wait > batchTime && !l.alone.Load() {
		l.look()
	}
	return nil
}
