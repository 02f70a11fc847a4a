package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// service is a small service over real HTTP: things with an id and a name.
type service struct {
	*httptest.Server
	mu       sync.Mutex
	seen     []string                    // "METHOD /path"
	answers  map[string]http.HandlerFunc // instead of the usual ones
	requests []*http.Request
}

const someThings = `[{"id":"id-lathe","name":"Lathe"},{"id":"id-press","name":"Press"},{"id":"id-press-2","name":"press"}]`

func serve(t testing.TB) *service {
	t.Helper()
	s := &service{answers: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

func (s *service) answer(w http.ResponseWriter, r *http.Request) {
	call := r.Method + " " + r.URL.Path
	s.mu.Lock()
	s.seen = append(s.seen, call)
	s.requests = append(s.requests, r.Clone(context.Background()))
	own := s.answers[call]
	s.mu.Unlock()
	switch {
	case own != nil:
		own(w, r)
	case call == "GET /things":
		reply(http.StatusOK, someThings)(w, r)
	case r.Method == http.MethodGet:
		reply(http.StatusOK, `{"id":"`+filepath.Base(r.URL.Path)+`","name":"Lathe","extra":7}`)(w, r)
	default:
		reply(http.StatusOK, `{"id":"id-new","done":true}`)(w, r)
	}
}

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// on answers one call in its own way.
func (s *service) on(call string, answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[call] = answer
}

func (s *service) calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// writes are the calls that are no reads.
func (s *service) writes() []string {
	return slices.DeleteFunc(s.calls(), func(call string) bool { return strings.HasPrefix(call, "GET ") })
}

// bench is an App of buffers over a service, with a home of its own.
type bench struct {
	*App
	t        testing.TB
	service  *service
	out, err bytes.Buffer
	env      map[string]string
	ctx      context.Context
	home     string
	args     []string // after every command line
}

// newBench is configured by variables, as a script would be, without terminal.
func newBench(t testing.TB) *bench {
	t.Helper()
	home := t.TempDir()
	b := &bench{t: t, service: serve(t), ctx: t.Context(), home: home}
	b.env = map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": filepath.Join(home, "config"), "XDG_STATE_HOME": filepath.Join(home, "state"),
		"XDG_CACHE_HOME": filepath.Join(home, "cache"), "AppData": filepath.Join(home, "config"), "LocalAppData": filepath.Join(home, "cache"),
		"UNICTL_PLANT_URL": b.service.URL, "UNICTL_PLANT_SITE": "north", "UNICTL_PLANT_TOKEN": canary,
	}
	b.App = &App{Root: plantRoot(), Process: Process{
		In: strings.NewReader(""), Out: &b.out, Err: &b.err, Now: time.Now, Version: Version{Version: "v1.2.3"},
		Env:       func(name string) (string, bool) { v, ok := b.env[name]; return v, ok },
		Providers: func() []*Provider { return []*Provider{plantProvider()} },
		OpenSandbox: func(context.Context, *Process) (*Sandbox, error) {
			return &Sandbox{Settings: map[string]map[string]string{"plant": {"url": b.service.URL, "site": "sandbox", "token": canary}}}, nil
		},
		Password: func(context.Context) (string, error) { return "typed", nil },
	}}
	return b
}

// canary is a secret: no test may find it in any stream.
const canary = "canary-7f3e9a"

// at makes a terminal of all streams, where answer is typed.
func (b *bench) at(answer string) *bench {
	b.In, b.Terminal = strings.NewReader(answer), Terminal{In: true, Out: true, Err: true, Width: 120}
	return b
}

// session is a session of a command that belongs to no provider.
func (b *bench) session() *Session {
	t := newTree(b.App)
	return newSession(t, t.root)
}

// run carries out one command line, in words, and gives its exit code.
func (b *bench) run(words ...string) int {
	b.t.Helper()
	b.out.Reset()
	b.err.Reset()
	code := b.Run(b.ctx, append(words, b.args...))
	if strings.Contains(b.out.String()+b.err.String(), canary) {
		b.t.Errorf("%q shows the secret:\n%s%s", words, b.out.String(), b.err.String())
	}
	return code
}

// want runs a command line and checks its exit code, and words on its streams
// ("out:word", "err:word"; "out!word" must not be there).
func (b *bench) want(code int, line string, finds ...string) {
	b.t.Helper()
	if got := b.run(strings.Fields(line)...); got != code {
		b.t.Errorf("%s: exit %d, want %d\n%s%s", line, got, code, b.out.String(), b.err.String())
	}
	for _, find := range finds {
		text := map[string]string{"out": b.out.String(), "err": b.err.String()}[find[:3]]
		if strings.Contains(text, find[4:]) != (find[3] == ':') {
			b.t.Errorf("%s: %q does not hold in:\n%s", line, find, text)
		}
	}
}

// wrote checks which writes the service has seen so far.
func (b *bench) wrote(want ...string) {
	b.t.Helper()
	if got := b.service.writes(); !slices.Equal(got, want) {
		b.t.Errorf("the service saw %q, want %q", got, want)
	}
}

// config writes the configuration file.
func (b *bench) config(text string) {
	b.t.Helper()
	path := filepath.Join(b.home, "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.env["UNICTL_CONFIG"] = path
}

// document is stdout as one JSON object.
func (b *bench) document() (doc map[string]any) {
	b.t.Helper()
	if err := json.Unmarshal(b.out.Bytes(), &doc); err != nil {
		b.t.Fatalf("stdout: %v\n%s", err, b.out.String())
	}
	return doc
}
