package test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"unictl/cmd"
	"unictl/internal/cli"
	"unictl/internal/sandbox"
)

// canaryRun is one command line in one world of its own.
type canaryRun struct {
	server  *canaryServer
	source  canarySource
	secrets map[string]string // by variable; nil = those of the services
	drop    []string          // variables that are not set
	input   string            // on standard input
	running bool              // the sandbox of the run's home is served
	until   string            // the command is ended once this is printed
	url     func(string) string
}

// canaryDone is what a run has left behind.
type canaryDone struct {
	line           string
	code           int
	stdout, stderr string
	panicked       any
	home           string
}

// canaryDesk is where one command is run again and again: the files that a
// person has, and a server that changes from run to run.
type canaryDesk struct {
	t       *testing.T
	world   *canaryWorld
	dir     string
	served  *httptest.Server
	current atomic.Pointer[canaryServer]
	runs    int
}

func newCanaryDesk(t *testing.T, world *canaryWorld) *canaryDesk {
	t.Helper()
	d := &canaryDesk{t: t, world: world, dir: t.TempDir()}
	d.served = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.current.Load().ServeHTTP(w, r) }))
	t.Cleanup(d.served.Close)
	return d
}

func (d *canaryDesk) path(names ...string) string {
	return filepath.Join(append([]string{d.dir, "own"}, names...)...)
}

func (d *canaryDesk) write(name, text string) {
	d.t.Helper()
	write(d.t, d.path(name), text)
}

// lay puts there what the person has for a command.
func (d *canaryDesk) lay(leaf *canaryLeaf) {
	d.t.Helper()
	own := d.world.settings[leaf.provider]
	for name, text := range map[string]string{
		"password": canaryNew, "key": canaryNew, "database-password": canaryNew, "one-time-code": own["otp"], "token": own["token"],
		"body.json": `{"canary_password":` + strconv.Quote(canaryNew) + `}`, "report.json": `[{"row":1,"key":"ada","status":"done"}]`, "package.zip": packed(d.t), "rows.csv": leaf.rows(d.t),
	} {
		if body, ok := d.world.bodies[leaf.name]; ok && name == "body.json" {
			text = body
		}
		if name == "password" && (leaf.group() == "auth" || leaf.name == "ixon access-tokens create") {
			text = own["password"]
		}
		d.write(name, text)
	}
}

func packed(t *testing.T) string {
	t.Helper()
	var text bytes.Buffer
	to := zip.NewWriter(&text)
	must(to.Create("apps.lax"))(t)
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// rows is a file with one row: the arguments and flags that the command is
// given elsewhere.
func (l *canaryLeaf) rows(t *testing.T) string {
	t.Helper()
	var head, row []string
	given := l.columns
	for _, word := range canaryFlags()[l.name] {
		given = append(given, strings.TrimPrefix(word, "--"))
	}
	for i := 0; i+1 < len(given); i += 2 {
		if !strings.HasSuffix(given[i], "-file") {
			head, row = append(head, given[i]), append(row, given[i+1])
		}
	}
	var text bytes.Buffer
	to := csv.NewWriter(&text)
	if err := to.WriteAll([][]string{head, row}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// output is what a command prints that must succeed.
func (d *canaryDesk) output(run canaryRun, words []string) string {
	d.t.Helper()
	done := d.do(run, words)
	if done.code != 0 {
		d.t.Fatalf("%q: exit %d: %s", words, done.code, done.stderr)
	}
	return done.stdout
}

// do runs a command line in a home of its own.
func (d *canaryDesk) do(run canaryRun, words []string) (done canaryDone) {
	d.t.Helper()
	d.runs++
	d.current.Store(run.server)
	home := filepath.Join(d.dir, strconv.Itoa(d.runs))
	env := d.environment(run, home)
	if run.running {
		defer d.serve(filepath.Join(home, "state", "unictl", "sandbox.db"))()
	}
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	stdout, stderr := &watched{needle: run.until, found: cancel}, &bytes.Buffer{}
	app := cmd.New(cli.Version{Version: "v0.0.0-test"})
	app.In, app.Out, app.Err, app.Now = strings.NewReader(run.input), stdout, stderr, time.Now
	app.Env = func(name string) (string, bool) { value, ok := env[name]; return value, ok }
	defer func() {
		done.stdout, done.stderr, done.home = stdout.text.String(), stderr.String(), home
		done.panicked = recover()
	}()
	line := make([]string, len(words))
	for i, word := range words {
		line[i] = strings.NewReplacer("{own}", d.path(), "{run}", home).Replace(word)
	}
	done.line = strings.Join(line, " ")
	done.code = app.Run(ctx, line)
	return done
}

// serve runs the sandbox of a home, as `sandbox serve` in another process would.
func (d *canaryDesk) serve(path string) (end func()) {
	d.t.Helper()
	write(d.t, path, string(d.world.state))
	running := must(sandbox.Open(d.t.Context(), sandbox.Options{StatePath: path, NoSync: true, Scrambled: true}))(d.t)
	must(running.Start("127.0.0.1:0"))(d.t)
	if err := running.Announce(); err != nil {
		d.t.Fatal(err)
	}
	return func() { _ = running.Close() }
}

// watched is a buffer that tells when something stands in it.
type watched struct {
	text   bytes.Buffer
	needle string
	found  func()
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.text.Write(b)
	if w.needle != "" && strings.Contains(w.text.String(), w.needle) {
		w.found()
	}
	return n, err
}
