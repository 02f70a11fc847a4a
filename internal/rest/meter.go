package rest

import (
	"context"
	"sync"
)

// Meter is told how a long call goes. Its methods may be called from another
// goroutine than the one that sends, one at a time.
type Meter interface {
	// Begin starts counting from zero; total is how many bytes will move, or -1
	// when that is not known or none will. An attempt may begin more than once
	// before it ends: when a body goes up again after a renewed credential or a
	// redirect, and when the length of an answer becomes known.
	Begin(total int64)
	// Moved adds bytes that went up or came down.
	Moved(bytes int64)
	// End is the end of an attempt that has begun, however it ended.
	End()
}

type meterKey struct{}

// WithMeter gives the calls made with the context a meter; only calls that are
// declared Long use it.
func WithMeter(ctx context.Context, m Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// gauge stands before a Meter: the transport may go on reading a body that
// nobody waits for any more, and that must not count. A nil gauge has no meter.
type gauge struct {
	meter Meter
	mu    sync.Mutex
	turn  int // Begins and Ends so far
	begun bool
}

func gaugeOf(ctx context.Context, call *Request) *gauge {
	if m, ok := ctx.Value(meterKey{}).(Meter); ok && call.Long {
		return &gauge{meter: m}
	}
	return nil
}

// begin starts counting; the function it returns counts until the next begin
// or end.
func (g *gauge) begin(total int64) (moved func(int64)) {
	if g == nil {
		return func(int64) {}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turn++
	g.begun = true
	g.meter.Begin(total)
	mine := g.turn
	return func(bytes int64) {
		g.mu.Lock()
		defer g.mu.Unlock()
		if bytes > 0 && g.turn == mine {
			g.meter.Moved(bytes)
		}
	}
}

func (g *gauge) end() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turn++
	if g.begun {
		g.meter.End()
	}
	g.begun = false
}
