package cli

import (
	"context"
	"io"
	"testing"
	"time"
)

// Standard input that stays open and silent: Ctrl-C ends the waiting for it.
func TestCtrlCWhileStandardInputIsSilent(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--body", "--door-key-file"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			b := doorBench(t)
			reader, writer := io.Pipe()
			defer writer.Close()
			b.In = reader
			ctx, cancel := context.WithCancel(t.Context())
			b.ctx = ctx
			time.AfterFunc(50*time.Millisecond, cancel)
			b.want(130, "works open a "+flag+" -", "err:interrupted")
			if calls := b.service.calls(); len(calls) > 0 {
				t.Errorf("calls were made: %q", calls)
			}
		})
	}
}

// endless is a device like /dev/zero.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

// What never ends is not read to its end.
func TestInputWithoutAnEnd(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	in := &endless{}
	b.In = in
	b.want(2, "works open a --door-key-file -", "err:standard input is longer than 65.5 kB")
	if in.read > 4*mostSecret {
		t.Errorf("%d bytes were read", in.read)
	}
}
