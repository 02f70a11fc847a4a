package ratelimit

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"unictl/internal/atomicfile"
)

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
