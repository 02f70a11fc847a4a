package terminal

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/clipperhouse/displaywidth"

	"unictl/internal/output"
	"unictl/internal/rest"
)

// How often a long call is spoken of: on a terminal a line that is redrawn, and
// elsewhere a line of its own now and then, for logs.
const (
	redrawEvery = 120 * time.Millisecond
	noteEvery   = time.Minute // of one call
)

// Metered gives the long calls of a context a voice: name says what goes on.
func (t *Terminal) Metered(ctx context.Context, name string) context.Context {
	if t.Quiet {
		return ctx
	}
	return rest.WithMeter(ctx, &progress{terminal: t, name: name})
}

// progress is a rest.Meter that tells the person how a long call goes.
type progress struct {
	terminal *Terminal
	name     string

	mu      sync.Mutex
	started time.Time
	total   int64 // bytes to move, -1 = not known
	moved   int64
	end     func() // of the attempt under way; nil = none is
}

// Begin implements rest.Meter. The first one starts the clock; another attempt,
// or a length that is known only now, counts from nothing.
func (p *progress) Begin(total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total, p.moved = total, 0
	if p.end != nil {
		return
	}
	if p.started.IsZero() {
		p.started = p.terminal.Now()
	}
	turn := 0
	_, p.end = p.terminal.Tell(noteEvery, func(drawn bool) string {
		if !drawn {
			return p.state()
		}
		at := turn % 4
		turn++
		return string(`|/-\`[at]) + " " + p.state()
	})
}

// Moved implements rest.Meter.
func (p *progress) Moved(bytes int64) {
	p.mu.Lock()
	p.moved += bytes
	p.mu.Unlock()
}

// End implements rest.Meter. It returns when the last word is said, so that no
// line of progress lands in what is printed next.
func (p *progress) End() {
	p.mu.Lock()
	end := p.end
	p.end = nil
	p.mu.Unlock()
	if end != nil {
		end()
	}
}

// Tell says again and again how work goes: on a terminal in a line that is
// redrawn, elsewhere as a note every so often. The line is nil where there is
// none. end says no more, and returns when the last word is said.
func (t *Terminal) Tell(every time.Duration, state func(drawn bool) string) (line *Line, end func()) {
	line = t.redrawn()
	if line != nil {
		every = redrawEvery
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		if line != nil {
			defer line.clear()
		}
		ticks := time.NewTicker(every)
		defer ticks.Stop()
		for {
			select {
			case <-stop:
				return
			case <-ticks.C:
				if line != nil {
					line.draw(state(true))
				} else {
					t.Note("%s", state(false))
				}
			}
		}
	}()
	return line, sync.OnceFunc(func() {
		close(stop)
		<-ended
	})
}

// redrawn is where progress is redrawn; nil where nothing can be: in a file, in
// the middle of a trace, on a terminal without a cursor to move.
func (t *Terminal) redrawn() *Line {
	out, ok := t.Err.(*Shared)
	if !ok || !t.Ends.Err || t.Kind == "dumb" || t.Debug {
		return nil
	}
	out.mu.Lock()
	defer out.mu.Unlock()
	line, ok := out.w.(*Line)
	if !ok {
		line = &Line{out: out, to: out.w}
		out.w = line
	}
	line.columns, line.mask = func() int { return t.columns(line.to) }, t.Mask
	return line
}

// Line is stderr while its last line is progress: whatever else is said
// takes the place of that line. It needs no escape sequences, which not every
// console understands.
type Line struct {
	out   *Shared
	to    io.Writer
	mask  func(string) string
	drawn int // columns that are taken
	// columns is how wide the terminal is now: a line that is broken leaves pieces
	// behind when it is redrawn.
	columns func() int
}

// Write implements io.Writer for what else is said; out's lock is held.
func (l *Line) Write(p []byte) (int, error) {
	l.wipe()
	return l.to.Write(p)
}

func (l *Line) draw(text string) {
	l.out.mu.Lock()
	defer l.out.mu.Unlock()
	text = displaywidth.TruncateString(output.Sanitize(l.mask(text)), max(l.columns()-1, 0), "")
	wide := displaywidth.String(text)
	rest := strings.Repeat(" ", max(l.drawn-wide, 0))
	_, _ = io.WriteString(l.to, "\r"+text+rest)
	l.drawn = wide
}

func (l *Line) clear() {
	l.out.mu.Lock()
	defer l.out.mu.Unlock()
	l.wipe()
}

func (l *Line) wipe() {
	if l.drawn > 0 {
		_, _ = io.WriteString(l.to, "\r"+strings.Repeat(" ", l.drawn)+"\r")
		l.drawn = 0
	}
}

// Beside is a writer of results where the line may stand on the same screen:
// what is printed takes its place.
func (l *Line) Beside(out io.Writer) io.Writer {
	if l == nil {
		return out
	}
	return besideLine{line: l, out: out}
}

type besideLine struct {
	line *Line
	out  io.Writer
}

func (b besideLine) Write(p []byte) (int, error) {
	b.line.out.mu.Lock()
	defer b.line.out.mu.Unlock()
	b.line.wipe()
	return b.out.Write(p)
}

// state is what has happened so far, in one line.
func (p *progress) state() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	elapsed := p.terminal.Now().Sub(p.started).Round(time.Second)
	switch {
	case p.total > 0 && p.moved < p.total:
		done := float64(p.moved) / float64(p.total)
		return fmt.Sprintf("%s  %s %3.0f%%  %s of %s  %s", p.name, Bar(done), done*100, output.Bytes(p.moved), output.Bytes(p.total), elapsed)
	case p.moved > 0 && p.total < 0:
		return fmt.Sprintf("%s  %s so far  %s", p.name, output.Bytes(p.moved), elapsed)
	case p.moved > 0:
		return fmt.Sprintf("%s  %s moved, waiting for the service  %s", p.name, output.Bytes(p.moved), elapsed)
	}
	return fmt.Sprintf("%s  waiting for the service  %s", p.name, elapsed)
}

// Bar draws a part of the whole, 0 to 1.
func Bar(done float64) string {
	const width = 20
	full := min(int(math.Ceil(done*width)), width)
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", width-full) + "]"
}
