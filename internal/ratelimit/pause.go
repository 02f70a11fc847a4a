package ratelimit

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"unictl/internal/atomicfile"
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

// lockWait is how long the lock may be taken. Its holders need microseconds:
// one that is stopped must not stop the others.
const lockWait = time.Second

// change has f change the state while no other process does. The errors are
// those of the file and its lock, or the context's end.
func (l *Limiter) change(ctx context.Context, f func(now time.Time, s *state)) error {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	return atomicfile.Locked(ctx, l.path, func() (err error) {
		file, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		now := time.Now()
		s, length, err := read(file)
		if err != nil {
			return err
		}
		s.advance(now.UnixNano())
		f(now, &s)
		return write(file, s, length)
	})
}

// write puts the state over the last one. It is not synced to the disk: what a
// power cut costs is a limit that begins rested.
func write(file *os.File, s state, before int) error {
	line := s.encode()
	if _, err := file.WriteAt(line, 0); err != nil {
		return err
	}
	if before > len(line) {
		return file.Truncate(int64(len(line)))
	}
	return nil
}

func read(file io.ReaderAt) (state, int, error) {
	var data [stateSize]byte
	n, err := file.ReadAt(data[:], 0)
	if err != nil && err != io.EOF {
		return state{}, 0, err
	}
	return decode(data[:n]), n, nil
}

// look reads the pause of others without the lock: a state that is being
// written at this moment is no pause.
func (l *Limiter) look() {
	file, err := os.Open(l.path)
	if err != nil {
		return
	}
	defer file.Close()
	now := time.Now()
	if s, _, err := read(file); err == nil && s.seen <= now.UnixNano() && s.pause > now.UnixNano() {
		l.pause.extend(s.pausedUntil(now))
	}
}
