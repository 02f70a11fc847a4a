package cli

import (
	"context"
	"net/http"
	"testing"
)

func TestReads(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant list", "out:Lathe", "err!e")
	b.want(0, "plant list -o name", "out:id-lathe\nid-press\nid-press-2\n")
	b.want(0, "plant list -o json", `out:"name": "Lathe"`)
	b.want(0, "plant get Lathe -o json", `out:"name": "Lathe"`, "err!e")
	b.want(2, "plant get Lathe --columns nme", "err:--columns", "err:id, name", "out!Lathe")
	b.want(0, "plant list --none -o json", "out:[]", "err!e")
	b.want(0, "plant list --none -o csv", "out:id,name\n", "err!e")
	b.want(0, "plant list --none", "err!e")
	b.service.on("GET /things", reply(500, `{}`))
	b.want(7, "plant list -o json --retries 0", "out!{", "out![", `err:"code":"temporary"`)
}

func TestAnEmptyListIsSaidAtATerminal(t *testing.T) {
	t.Parallel()
	b := newBench(t).at("")
	b.want(0, "plant list --none", "err:note: nothing found")
	b.want(0, "plant list --none -q", "err!e")
	b.want(0, "plant list --none -o json", "out:[]", "err!e")
}

func TestFindings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(8, "plant list --exit-code", "out:Lathe", "err!e")
	b.want(0, "plant list --exit-code --none")
}

func TestUsualFormat(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.env["UNICTL_OUTPUT"] = "name"
	b.want(0, "plant list", "out:id-lathe\n")
	b.want(0, "plant list -o csv", "out:id,name")
	b.want(0, "plant list --jq .[0].id", "out:id-lathe", "out!id-press")
	b.want(0, "raw GET things", `out:"id": "id-lathe"`) // it has no columns: the variable gives way
	b.want(2, "raw GET things -o name", "err:has no columns")
	b.env["UNICTL_OUTPUT"] = "xml"
	b.want(2, "plant list", `err:UNICTL_OUTPUT: unknown format "xml"`)
	delete(b.env, "UNICTL_OUTPUT")
	b.config("current: a\ncontexts:\n  - name: a\n    output: csv\n  - name: b\n    output: xml\n")
	b.want(0, "plant list", "out:id,name")
	b.want(0, "plant list -o name", "out!id,name")
	b.want(0, "plant list --context sandbox", "out!id,name")
	b.want(2, "plant list --context b", `err:unknown format "xml"`, "err:setting of the context")
	b.env["UNICTL_OUTPUT"] = "jsonl"
	b.want(0, "plant list", `out:{"id":"id-lathe"`)
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

func TestColour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		terminal, flag bool
		variable       string
		want           bool
	}{{true, false, "", true}, {false, false, "", false}, {true, true, "", false}, {true, false, "1", false}} {
		b := newBench(t)
		b.Terminal.Out, b.env["NO_COLOR"] = c.terminal, c.variable
		tree := newTree(b.App)
		tree.globals.NoColor = c.flag
		if got := newSession(tree, tree.root).Output().Color; got != c.want {
			t.Errorf("%+v: colour %v", c, got)
		}
	}
}
