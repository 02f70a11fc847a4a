package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestErrorDocument(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("DELETE /things/id-press", reply(http.StatusNotFound, `{"message":"gone"}`))
	b.want(5, "plant remove id-press --yes -q -o json", "out!{")
	var got struct{ Error map[string]any }
	if err := json.Unmarshal(b.err.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, b.err.String())
	}
	message := got.Error["message"]
	delete(got.Error, "message")
	want := map[string]any{
		"code": "not_found", "exit": 5.0, "provider": "plant", "action": "plant remove id-press", "status": 404.0, "details": map[string]any{"message": "gone"},
	}
	if diff := cmp.Diff(want, got.Error, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "hint" }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
	if message == "" {
		t.Error("no message")
	}
}

// Whoever parses stderr gets JSON also for mistakes found before the flags
// were read.
func TestJSONErrorsAreAskedForInManyWays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for line, asJSON := range map[string]bool{
		"plant list --nope -o json":                true,
		"plant list --nope -ojsonl":                true,
		"plant list -o=json --nope":                true,
		"plant list --nope --output json":          true,
		"plant list --output=jsonl --nope":         true,
		"-o json plant nope":                       true,
		"plant get -o json":                        true,
		"plant list --jq .[ ":                      true,
		"plant list --nope":                        false,
		"plant list --nope -o yaml":                false,
		"plant get a b -- -o json":                 false,
		"plant list --nope -o table --jq .":        false,
		"plant list -o jsonn":                      false,
		"plant get Lathe Press --columns x -ojson": true,
	} {
		b.want(2, line)
		if got := json.Valid(b.err.Bytes()); got != asJSON {
			t.Errorf("%s: JSON is %v, want %v:\n%s", line, got, asJSON, b.err.String())
		}
	}
	b.env["UNICTL_OUTPUT"] = "json"
	b.want(2, "plant nope", `err:"code":"usage"`)
	b.want(2, "plant nope -o table", "err:error: plant")
}

func TestAClosedStdoutIsQuietAndDone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Out = closedPipe{}
	b.want(0, "plant list -o jsonl", "err!e")
	b.want(0, "plant add new@example.com --size big -o json", "err!e")
	b.wrote("POST /things")
	b.want(0, "plant remove Lathe id-press --yes -q -o jsonl", "err!error")
	b.wrote("POST /things", "DELETE /things/id-lathe", "DELETE /things/id-press")
}

type closedPipe struct{ io.Writer }

func (closedPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }
