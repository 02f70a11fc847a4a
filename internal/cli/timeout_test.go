package cli

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// What takes long has no limit, unless somebody sets one.
func TestLongTimeout(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]rest.Conn{
		"plant list":              {Timeout: 60e9},
		"plant list --timeout 5s": {Timeout: 5e9, LongTimeout: 5e9},
		"plant list --timeout 1m": {Timeout: 60e9, LongTimeout: 60e9},
		"plant list --timeout 0":  {},
	} {
		b := newBench(t)
		got := b.connFor(line)
		if got.Timeout != want.Timeout || got.LongTimeout != want.LongTimeout {
			t.Errorf("%s: %v and %v", line, got.Timeout, got.LongTimeout)
		}
	}
}

// connFor is the connection that a command line describes.
func (b *bench) connFor(line string) rest.Conn {
	b.t.Helper()
	words := strings.Fields(line)
	tree := newTree(b.App)
	tree.grow(words)
	cmd, flags, err := tree.root.Find(words)
	if err == nil {
		err = cmd.ParseFlags(flags)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	s := newSession(tree, cmd)
	settings, err := s.Settings.Of(b.ctx, "plant")
	if err != nil {
		b.t.Fatal(err)
	}
	return s.Clients.Conn(s.Provider, settings)
}

func TestTimeoutsAndDebug(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	b.service.on("GET /things", func(http.ResponseWriter, *http.Request) { <-done })
	b.want(7, "plant list --timeout 50ms --retries 0")
	b.service.on("GET /things", reply(200, someThings))
	b.want(0, "plant list --debug -o name", "err:GET", "err:/things", "out:id-lathe\nid-press")
}

// The first Ctrl-C ends what is under way.
func TestCtrlCInARead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.service.on("GET /things", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	b.want(130, "plant list -o json", `err:"code":"interrupted"`, `err:"message":"interrupted"`, "out![")
}

// An error that Ctrl-C caused is an interruption, whatever it says itself.
func TestCtrlCOutweighsTheErrorItCauses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.OpenSandbox = func(context.Context, *Process) (*Sandbox, error) { cancel(); return nil, errPlain }
	b.want(130, "plant list --context sandbox", "err:interrupted")
}

// A write that Ctrl-C cut off may have been carried out, and says so.
func TestCtrlCInAWrite(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.service.on("POST /things", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	b.want(130, "plant add new@example.com --size big", "err:the outcome is unknown", "err:hint: check")
	b.wrote("POST /things")
}
