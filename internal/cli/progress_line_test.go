package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// screen is what a terminal shows after text, line by line; blanks at the ends
// are not seen.
func screen(text string) string {
	shown := []string{}
	for line := range strings.SplitSeq(text, "\n") {
		var cells []rune
		for part := range strings.SplitSeq(line, "\r") {
			written := []rune(part)
			cells = append(written, cells[min(len(written), len(cells)):]...)
		}
		shown = append(shown, strings.TrimRight(string(cells), " "))
	}
	return strings.Join(shown, "\n")
}

// What is said while progress is drawn has a line of its own, and nothing of
// the progress stays.
func TestWordsBetweenProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := plain(t, Terminal{Err: true})
		p, s := b.meter("upload template.zip")
		p.Begin(100)
		time.Sleep(time.Second)
		if now := screen(b.errNow(s)); now != `\ upload template.zip  [--------------------]   0%  0 B of 100 B  1s` {
			t.Errorf("the screen shows %q", now)
		}
		s.Terminal.Warn("a short one")
		p.Moved(60)
		time.Sleep(time.Second)
		s.Terminal.Note("that is longer than %s", strings.Repeat("the line of progress ", 6))
		time.Sleep(time.Second)
		p.Moved(40) // a shorter line takes the place of a longer one
		time.Sleep(time.Second)
		if now := screen(b.errNow(s)); !strings.HasSuffix(now, "\n| upload template.zip  100 B moved, waiting for the service  4s") {
			t.Errorf("the screen shows %q", now)
		}
		p.End()
		fmt.Fprintln(s.App.Err, "done")
		want := "warning: a short one\nnote: that is longer than " + strings.TrimSpace(strings.Repeat("the line of progress ", 6)) + "\ndone\n"
		if got := screen(b.err.String()); got != want {
			t.Errorf("the screen shows\n%s", got)
		}
		if strings.Contains(b.err.String(), "\x1b") {
			t.Error("there are escape sequences")
		}
	})
}

// errNow is stderr while somebody may be writing to it.
func (b *bench) errNow(s *Session) string {
	out := s.App.Err.(*shared)
	out.mu.Lock()
	defer out.mu.Unlock()
	return b.err.String()
}

// A line that is wider than the terminal would leave a piece behind with every
// turn; characters may be two columns wide, and names hold what they like.
func TestTheLineOfProgressFits(t *testing.T) {
	t.Parallel()
	for _, terminal := range []Terminal{{Err: true, Out: true, Width: 30}, {Err: true, Out: true, Width: 1}, {Err: true, Width: 30}, {Err: true, Out: true}} {
		synctest.Test(t, func(t *testing.T) {
			b := plain(t, terminal)
			p, s := b.meter("上传 " + canary + "\x1b[2J\n" + strings.Repeat("模板", 40))
			s.secrets.Add(canary)
			p.Begin(-1)
			time.Sleep(time.Second)
			p.End()
			most := 80
			if terminal.Out && terminal.Width > 0 {
				most = terminal.Width
			}
			text := b.err.String()
			for part := range strings.SplitSeq(text, "\r") {
				if w := displaywidth.String(part); w >= most {
					t.Errorf("%d columns of %d: %q", w, most, part)
				}
			}
			if strings.ContainsAny(text, "\x1b\n") || strings.Contains(text, canary) || !utf8.ValidString(text) || most > 1 && !strings.Contains(text, "上传 [redacted]") {
				t.Errorf("it shows %q", text)
			}
		})
	}
}

// Several calls at once share the line.
func TestProgressOfManyWorkers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := plain(t, Terminal{Err: true})
		_, s := b.session()
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				p := &progress{session: s, name: fmt.Sprint("worker ", i)}
				for range 3 {
					p.Begin(10)
					p.Moved(5)
					time.Sleep(time.Duration(i+1) * redrawEvery)
					s.Terminal.Note("worker %d", i)
					p.End()
				}
			})
		}
		all.Wait()
		_, _ = io.WriteString(s.App.Err, "end\n")
		shown := screen(b.err.String())
		if strings.Count(shown, "note: worker ") != 24 || strings.Count(shown, "\n") != 25 || strings.Contains(shown, "[") {
			t.Errorf("the screen shows\n%s", shown)
		}
	})
}

// An end without a beginning, and a second one, say nothing and do not wait.
func TestEndsOfProgress(t *testing.T) {
	t.Parallel()
	b := plain(t, Terminal{Err: true})
	p, _ := b.meter("x")
	p.End()
	p.Begin(-1)
	p.Begin(5)
	p.End()
	p.End()
	if b.err.Len() > 0 {
		t.Errorf("it said %q", b.err.String())
	}
}
