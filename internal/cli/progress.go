package cli

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/clipperhouse/displaywidth"
	"golang.org/x/term"

	"unictl/internal/output"
	"unictl/internal/rest"
)

// How often a long call is spoken of: on a terminal a line that is redrawn, and
// elsewhere a line of its own now and then, for logs.
const (
	redrawEvery = 120 * time.Millisecond
	noteEvery   = time.Minute
)

// metered gives the long calls of a context a voice: name says what goes on.
func metered(ctx context.Context, name string) context.Context {
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok || s.Globals.Quiet {
		return ctx
	}
	return rest.WithMeter(ctx, &progress{session: s, name: name})
}

// progress is a rest.Meter that tells the person how a long call goes.
type progress struct {
	session *Session
	name    string

	mu      sync.Mutex
	started time.Time
	total   int64 // bytes to move, -1 = not known
	moved   int64
	stop    chan struct{}
	ended   chan struct{}
}

// Begin implements rest.Meter. The first one starts the clock; another attempt,
// or a length that is known only now, counts from nothing.
func (p *progress) Begin(total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total, p.moved = total, 0
	if p.stop != nil {
		return
	}
	if p.started.IsZero() {
		p.started = p.session.App.Now()
	}
	p.stop, p.ended = make(chan struct{}), make(chan struct{})
	go p.speak(p.stop, p.ended)
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
	stop, ended := p.stop, p.ended
	p.stop = nil
	p.mu.Unlock()
	if stop != nil {
		close(stop)
		<-ended
	}
}

// speak runs until the attempt ends.
func (p *progress) speak(stop, ended chan struct{}) {
	defer close(ended)
	line, every := p.line(), noteEvery
	if line != nil {
		every = redrawEvery
		defer line.clear()
	}
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for turn := 0; ; turn++ {
		select {
		case <-stop:
			return
		case <-ticks.C:
			if line != nil {
				line.draw(string(`|/-\`[turn%4]) + " " + p.state())
			} else {
				p.session.Note("%s", p.state())
			}
		}
	}
}

// line is where progress is redrawn; nil where nothing can be: in a file, in
// the middle of a trace, on a terminal without a cursor to move.
func (p *progress) line() *liveLine {
	app := p.session.App
	kind, _ := app.Env("TERM")
	out, ok := app.Err.(*shared)
	if !ok || !app.Terminal.Err || kind == "dumb" || p.session.Globals.Debug {
		return nil
	}
	out.mu.Lock()
	defer out.mu.Unlock()
	line, ok := out.w.(*liveLine)
	if !ok {
		line = &liveLine{out: out, to: out.w}
		out.w = line
	}
	line.width, line.mask = 80, p.session.secrets.Mask
	if app.Terminal.Out && app.Terminal.Width > 0 {
		line.width = app.Terminal.Width
	}
	return line
}

// liveLine is stderr while its last line is progress: whatever else is said
// takes the place of that line. It needs no escape sequences, which not every
// console understands.
type liveLine struct {
	out   *shared
	to    io.Writer
	mask  func(string) string
	width int // columns of a terminal that cannot be asked
	drawn int // columns that are taken
}

// Write implements io.Writer for what else is said; out's lock is held.
func (l *liveLine) Write(p []byte) (int, error) {
	l.wipe()
	return l.to.Write(p)
}

func (l *liveLine) draw(text string) {
	l.out.mu.Lock()
	defer l.out.mu.Unlock()
	text = displaywidth.TruncateString(output.Sanitize(l.mask(text)), max(l.columns()-1, 0), "")
	wide := displaywidth.String(text)
	rest := strings.Repeat(" ", max(l.drawn-wide, 0))
	_, _ = io.WriteString(l.to, "\r"+text+rest)
	l.drawn = wide
}

func (l *liveLine) clear() {
	l.out.mu.Lock()
	defer l.out.mu.Unlock()
	l.wipe()
}

func (l *liveLine) wipe() {
	if l.drawn > 0 {
		_, _ = io.WriteString(l.to, "\r"+strings.Repeat(" ", l.drawn)+"\r")
		l.drawn = 0
	}
}

// columns is the width of the terminal now: a line that wraps leaves pieces
// behind when it is redrawn.
func (l *liveLine) columns() int {
	if file, ok := l.to.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return l.width
}

// state is what has happened so far, in one line.
func (p *progress) state() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	elapsed := p.session.App.Now().Sub(p.started).Round(time.Second)
	switch {
	case p.total > 0 && p.moved < p.total:
		done := float64(p.moved) / float64(p.total)
		return fmt.Sprintf("%s  %s %3.0f%%  %s of %s  %s", p.name, bar(done), done*100, output.Bytes(p.moved), output.Bytes(p.total), elapsed)
	case p.moved > 0 && p.total < 0:
		return fmt.Sprintf("%s  %s so far  %s", p.name, output.Bytes(p.moved), elapsed)
	case p.moved > 0:
		return fmt.Sprintf("%s  %s moved, waiting for the service  %s", p.name, output.Bytes(p.moved), elapsed)
	}
	return fmt.Sprintf("%s  waiting for the service  %s", p.name, elapsed)
}

// bar draws a part of the whole, 0 to 1.
func bar(done float64) string {
	const width = 20
	full := min(int(math.Ceil(done*width)), width)
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", width-full) + "]"
}
