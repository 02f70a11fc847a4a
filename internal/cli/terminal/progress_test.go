package terminal

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
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

// Where nothing can be redrawn there is one line a minute, for logs.
func TestProgressInALog(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*Terminal){
		"a file":          func(*Terminal) {},
		"a dumb terminal": func(t *Terminal) { t.Ends.Err, t.Kind = true, "dumb" },
		"a trace":         func(t *Terminal) { t.Ends.Err, t.Debug = true, true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				term, err := fake(Ends{})
				prepare(term)
				p := &progress{terminal: term, name: "create portal"}
				p.Begin(-1)
				time.Sleep(150 * time.Second)
				p.End()
				p.Begin(2_000_000) // another attempt: the clock goes on, the bytes do not
				p.Moved(1_000_000)
				time.Sleep(time.Minute + time.Second)
				p.End()
				const want = "note: create portal  waiting for the service  1m0s\n" +
					"note: create portal  waiting for the service  2m0s\n" +
					"note: create portal  [##########----------]  50%  1.0 MB of 2.0 MB  3m30s\n"
				if diff := cmp.Diff(want, err.String()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestProgressIsQuiet(t *testing.T) {
	t.Parallel()
	term, _ := fake(Ends{})
	if term.Metered(t.Context(), "x") == t.Context() {
		t.Error("there is no meter")
	}
	term.Quiet = true
	if term.Metered(t.Context(), "x") != t.Context() {
		t.Error("there is a meter")
	}
}

func TestStatesOfProgress(t *testing.T) {
	t.Parallel()
	term, _ := fake(Ends{})
	now := time.Now()
	term.Now = func() time.Time { return now.Add(90 * time.Second) }
	for _, c := range []struct {
		total, moved int64
		want         string
	}{
		{-1, 0, "up  waiting for the service  1m30s"},
		{0, 0, "up  waiting for the service  1m30s"},
		{-1, 5_000_000, "up  5.0 MB so far  1m30s"},
		{10, 1, "up  [##------------------]  10%  1 B of 10 B  1m30s"},
		{10, 0, "up  [--------------------]   0%  0 B of 10 B  1m30s"},
		{1000, 999, "up  [####################] 100%  999 B of 1.0 kB  1m30s"},
		{10, 10, "up  10 B moved, waiting for the service  1m30s"},
		{10, 11, "up  11 B moved, waiting for the service  1m30s"},
	} {
		p := &progress{terminal: term, name: "up", started: now, total: c.total, moved: c.moved}
		if got := p.state(); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.moved, c.total, got, c.want)
		}
	}
}

// What is said while progress is drawn has a line of its own, and nothing of
// the progress stays.
func TestWordsBetweenProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		term, err := fake(Ends{Err: true})
		p := &progress{terminal: term, name: "upload template.zip"}
		p.Begin(100)
		time.Sleep(time.Second)
		if now := screen(errNow(term, err)); now != `\ upload template.zip  [--------------------]   0%  0 B of 100 B  1s` {
			t.Errorf("the screen shows %q", now)
		}
		term.Warn("a short one")
		p.Moved(60)
		time.Sleep(time.Second)
		term.Note("that is longer than %s", strings.Repeat("the line of progress ", 6))
		time.Sleep(time.Second)
		p.Moved(40) // a shorter line takes the place of a longer one
		time.Sleep(time.Second)
		if now := screen(errNow(term, err)); !strings.HasSuffix(now, "\n| upload template.zip  100 B moved, waiting for the service  4s") {
			t.Errorf("the screen shows %q", now)
		}
		p.End()
		fmt.Fprintln(term.Err, "done")
		want := "warning: a short one\nnote: that is longer than " + strings.TrimSpace(strings.Repeat("the line of progress ", 6)) + "\ndone\n"
		if got := screen(err.String()); got != want {
			t.Errorf("the screen shows\n%s", got)
		}
		if strings.Contains(err.String(), "\x1b") {
			t.Error("there are escape sequences")
		}
	})
}

// errNow is stderr while somebody may be writing to it.
func errNow(t *Terminal, err *bytes.Buffer) string {
	out := t.Err.(*Shared)
	out.mu.Lock()
	defer out.mu.Unlock()
	return err.String()
}

// A line that is wider than the terminal would leave a piece behind with every
// turn; characters may be two columns wide, and names hold what they like.
func TestTheLineOfProgressFits(t *testing.T) {
	t.Parallel()
	for _, ends := range []Ends{{Err: true, Out: true, Width: 30}, {Err: true, Out: true, Width: 1}, {Err: true, Width: 30}, {Err: true, Out: true}} {
		synctest.Test(t, func(t *testing.T) {
			term, err := fake(ends)
			p := &progress{terminal: term, name: "上传 " + canary + "\x1b[2J\n" + strings.Repeat("模板", 40)}
			p.Begin(-1)
			time.Sleep(time.Second)
			p.End()
			most := 80
			if ends.Out && ends.Width > 0 {
				most = ends.Width
			}
			text := err.String()
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
		term, err := fake(Ends{Err: true})
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				p := &progress{terminal: term, name: fmt.Sprint("worker ", i)}
				for range 3 {
					p.Begin(10)
					p.Moved(5)
					time.Sleep(time.Duration(i+1) * redrawEvery)
					term.Note("worker %d", i)
					p.End()
				}
			})
		}
		all.Wait()
		_, _ = io.WriteString(term.Err, "end\n")
		shown := screen(err.String())
		if strings.Count(shown, "note: worker ") != 24 || strings.Count(shown, "\n") != 25 || strings.Contains(shown, "[") {
			t.Errorf("the screen shows\n%s", shown)
		}
	})
}

// An end without a beginning, and a second one, say nothing and do not wait.
func TestEndsOfProgress(t *testing.T) {
	t.Parallel()
	term, err := fake(Ends{Err: true})
	p := &progress{terminal: term, name: "x"}
	p.End()
	p.Begin(-1)
	p.Begin(5)
	p.End()
	p.End()
	if err.Len() > 0 {
		t.Errorf("it said %q", err.String())
	}
}
