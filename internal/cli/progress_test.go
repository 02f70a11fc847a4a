package cli

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

// meter is the progress of a call named name, in a session of the bench.
func (b *bench) meter(name string) (*progress, *Session) {
	_, s := b.session()
	return &progress{session: s, name: name}, s
}

// plain is a bench without a service: its clock may be a test's.
func plain(t *testing.T, terminal Terminal) *bench {
	t.Helper()
	b := &bench{t: t, ctx: t.Context(), env: map[string]string{"XDG_CONFIG_HOME": "/nowhere", "HOME": "/nowhere"}}
	b.App = &App{
		Out: &b.out, Err: &b.err, Now: time.Now, Terminal: terminal, Root: plantRoot(),
		Env:       func(name string) (string, bool) { v, ok := b.env[name]; return v, ok },
		Providers: func() []*Provider { return []*Provider{plantProvider()} },
	}
	return b
}

// Where nothing can be redrawn there is one line a minute, for logs.
func TestProgressInALog(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*bench, *Session){
		"a file":          func(*bench, *Session) {},
		"a dumb terminal": func(b *bench, s *Session) { s.App.Terminal.Err = true; b.env["TERM"] = "dumb" },
		"a trace":         func(_ *bench, s *Session) { s.App.Terminal.Err = true; s.Globals.Debug = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := plain(t, Terminal{})
				p, s := b.meter("create portal")
				prepare(b, s)
				p.Begin(-1)
				time.Sleep(150 * time.Second)
				p.End()
				p.Begin(2_000_000) // another attempt: the clock goes on, the bytes do not
				p.Moved(1_000_000)
				time.Sleep(time.Minute + time.Second)
				p.End()
				want := unindented(`
					note: create portal  waiting for the service  1m0s
					note: create portal  waiting for the service  2m0s
					note: create portal  [##########----------]  50%  1.0 MB of 2.0 MB  3m30s
					`)
				if diff := cmp.Diff(want, b.err.String()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestProgressIsQuiet(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, s := b.session()
	s.Globals.Quiet = true
	if metered(ctx, "x") != ctx || metered(t.Context(), "x") != t.Context() {
		t.Error("there is a meter")
	}
}

func TestStatesOfProgress(t *testing.T) {
	t.Parallel()
	b := plain(t, Terminal{})
	now := time.Now()
	b.Now = func() time.Time { return now.Add(90 * time.Second) }
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
		p, _ := b.meter("up")
		p.started, p.total, p.moved = now, c.total, c.moved
		if got := p.state(); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.moved, c.total, got, c.want)
		}
	}
}

// A long call at a terminal: progress on stderr, the result alone on stdout.
func TestALongCallAtATerminal(t *testing.T) {
	t.Parallel()
	long := Change[*plant, struct{}]{
		Use: "run", Short: "Run long", Effect: Update, Target: func(*struct{}) string { return "it" },
		Steps: func(_ context.Context, p *plant, _ *struct{}) ([]Step, error) {
			r := rest.Request{Name: "Run", Method: http.MethodPost, Path: "run", Long: true}
			return []Step{{Name: "run it", Call: rest.NewCall(p.Client, r, rest.Ignore)}}, nil
		},
	}
	b := worksBench(t, long).at("")
	b.service.on("POST /run", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(3 * redrawEvery)
		reply(200, `{}`)(w, r)
	})
	b.want(0, "works run", "out:changed:  true", "err:\r| run it  waiting for the service  0s")
	if shown := screen(b.err.String()); strings.TrimSpace(shown) != "" {
		t.Errorf("left on the screen: %q", shown)
	}
	b.want(0, "works run -q", "err!r")
	b.want(0, "works run --debug", "err!|")
}
