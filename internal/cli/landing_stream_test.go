package cli

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// fickle is a writer that takes so many bytes, and then fails.
type fickle struct {
	left int
	err  error
}

func (f *fickle) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, f.err
	}
	f.left -= len(p)
	return len(p), nil
}

func brokenPipe() error { return &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE} }

// A reader who has had enough is no failure; a disk that is full is one.
func TestStandardOutputThatFails(t *testing.T) {
	t.Parallel()
	b, _ := fetchBench(t, text(report1))
	out := b.Out
	for _, c := range []struct {
		err  error
		code int
		find string
	}{
		{brokenPipe(), 0, "err!e"},
		{&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, 1, "err:standard output cannot be written: " + syscall.ENOSPC.Error()},
		{errors.New("odd"), 1, "err:standard output cannot be written: odd"},
	} {
		b.Out = &fickle{left: 5, err: c.err}
		b.want(c.code, "works fetch -", c.find)
	}
	b.Out = out
	b.want(0, "works fetch -", "out:RPT")
}
