package transfer

import (
	"cmp"
	"io"
	"os"
)

// flushEvery is how much of a download is written between two pushes to disk.
const flushEvery = 64 << 20

// flushing writes to a file and lets the system bring it to disk meanwhile, so
// that the last push, which has to be waited for, has little left to do.
type flushing struct {
	file   *os.File
	since  int
	pushed chan error // of the push under way; nil = none is
	failed error      // of a push: the system tells it once, and then no more
}

func (f *flushing) Write(p []byte) (int, error) {
	n, err := f.file.Write(p)
	if f.since += n; err != nil || f.since < flushEvery {
		return n, err
	}
	select {
	case f.failed = <-f.pushed: // a nil channel is never ready
		f.pushed = nil
	default:
	}
	if f.pushed == nil && f.failed == nil {
		f.since = 0
		f.push()
	}
	return n, f.failed
}

func (f *flushing) push() {
	pushed := make(chan error, 1)
	f.pushed = pushed
	go func() { pushed <- f.file.Sync() }()
}

// end brings the rest to disk, and tells whether all of it arrived there.
func (f *flushing) end() error {
	if f.pushed != nil {
		f.failed = cmp.Or(f.failed, <-f.pushed)
		f.pushed = nil
	}
	return cmp.Or(f.failed, f.file.Sync())
}

// failing remembers that it was the writing that failed, not the reading.
type failing struct {
	to  io.Writer
	err error
}

func (f *failing) Write(p []byte) (n int, err error) {
	if n, err = f.to.Write(p); err != nil {
		f.err = err
	}
	return n, err
}

// ending keeps the last bytes of what is written, at most twice as many as are
// wanted.
type ending struct {
	most int
	kept []byte
}

func (e *ending) Write(p []byte) (int, error) {
	if len(p) >= e.most {
		e.kept = append(e.kept[:0], p[len(p)-e.most:]...)
		return len(p), nil
	}
	if e.kept = append(e.kept, p...); len(e.kept) > 2*e.most {
		e.kept = append(e.kept[:0], e.bytes()...)
	}
	return len(p), nil
}

func (e *ending) bytes() []byte { return e.kept[max(len(e.kept)-e.most, 0):] }
