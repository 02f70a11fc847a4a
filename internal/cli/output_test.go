package cli

import (
	"net/http"
	"runtime"
	"strings"
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

func TestColour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		terminal, flag bool
		term, variable string
		want           bool
	}{
		{true, false, "xterm", "", true}, {false, false, "xterm", "", false}, {true, true, "xterm", "", false},
		{true, false, "xterm", "NO_COLOR=1", false}, {true, false, "xterm", "CLICOLOR=0", false}, {true, false, "xterm", "CLICOLOR=1", true},
		{true, false, "dumb", "", false}, {true, false, "", "", runtime.GOOS == "windows"},
	} {
		b := newBench(t)
		name, value, _ := strings.Cut(c.variable, "=")
		b.Terminal.Out, b.env[name], b.env["TERM"] = c.terminal, value, c.term
		tree := newTree(b.App)
		tree.globals.NoColor = c.flag
		if got := newSession(tree, tree.root).Output().Color; got != c.want {
			t.Errorf("%+v: colour %v", c, got)
		}
	}
}

func foundBench(t *testing.T) *bench {
	t.Helper()
	b := worksBench(t, showDocument(false), listDocuments())
	b.service.on("GET /document", reply(200, `{"id":7,"name":"Mill","at":{"x":1.50},"tags":["a"]}`))
	b.service.on("GET /documents", reply(200, `[{"name":"b","id":2},{"name":"a","id":1,"extra":true}]`))
	return b
}

// Where only the answer tells the columns, they are its members.
func TestColumnsFoundInAnAnswer(t *testing.T) {
	t.Parallel()
	b := foundBench(t)
	for line, want := range map[string]string{
		"show":                                "id:    7\nname:  Mill\nat.x:  1.50\ntags:  [\"a\"]\n",
		"show -o json --columns name,at.x":    "{\n  \"name\": \"Mill\",\n  \"at.x\": 1.50\n}\n",
		"show -o csv":                         "id,name,at.x,tags\n7,Mill,1.50,\"[\"\"a\"\"]\"\n",
		"show -o name":                        "7\n",
		"list":                                "name  id  extra\nb     2\na     1   true\n",
		"list --sort name -o csv --no-header": "a,1,true\nb,2,\n",
		"list -o name --limit 1":              "2\n",
		"list -o jsonl --columns id":          "{\"id\":2}\n{\"id\":1}\n",
		"list --jq .[1].extra":                "true\n",
	} {
		b.want(0, "works "+line, "err!e")
		if got := b.out.String(); got != want {
			t.Errorf("%s prints\n%q, want\n%q", line, got, want)
		}
	}
}

// An unknown column can only be told from the answer; what can be told before
// is.
func TestColumnsThatAreNotFound(t *testing.T) {
	t.Parallel()
	b := foundBench(t)
	b.want(2, "works show --columns nmae", "err:nmae", "err:name", "out!Mill")
	b.want(2, "works list --sort nmae", "err:nmae", "out!1")
	before := len(b.service.calls())
	b.want(2, "works show -o xml", "err:xml")
	b.want(2, "works list --jq .[", "err:--jq")
	b.want(2, "works list --limit -1", "err:--limit")
	if after := len(b.service.calls()); after != before {
		t.Errorf("%d calls for output that cannot be made", after-before)
	}
}

func TestAnEmptyListHasTheColumnsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	b := foundBench(t)
	b.service.on("GET /documents", reply(200, `[]`))
	b.want(0, "works list -o csv --columns id,name", "out:id,name\n")
	b.want(0, "works list -o json", "out:[]")
	b.want(0, "works list --exit-code", "err!e")
	b.at("").want(0, "works list", "err:note: nothing found")
	b.service.on("GET /documents", reply(200, `[{"id":1}]`))
	b.want(8, "works list --exit-code", "out:1")
}

// A list that fails prints nothing of itself.
func TestAListThatFails(t *testing.T) {
	t.Parallel()
	b := foundBench(t)
	b.service.on("GET /documents", reply(http.StatusForbidden, `{}`))
	b.want(4, "works list -o json", "out!i", "err:error")
	b.service.on("GET /documents", reply(200, `{"no":"list"}`))
	b.want(1, "works list -o csv", "out!n", "err:the answer cannot be understood")
}
