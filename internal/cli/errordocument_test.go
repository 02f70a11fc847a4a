package cli

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

func TestErrorsForPeople(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"hint": {
			&fault.NotFoundError{Flag: "--role", Noun: "role", Text: "Enginer", Candidates: []string{"Engineer", "Viewer"}},
			"error: plant: invite ada: --role: role \"Enginer\" not found\nhint: did you mean \"Engineer\"?\n",
		},
		"candidates": {
			&fault.NotFoundError{Noun: "role", Text: "Boss", Candidates: []string{"Engineer", "Viewer"}, Target: true},
			"error: plant: invite ada: role \"Boss\" not found\nhint: roles: Engineer, Viewer\n",
		},
		"ambiguous": {
			&fault.AmbiguousError{Flag: "--role", Noun: "role", Text: "Boss", Candidates: []string{"a1 old", "b2"}},
			"error: plant: invite ada: --role: role \"Boss\" is ambiguous: 2 have this name\nhint: use an id: a1 old, b2\n",
		},
		"several lines": {
			errors.Join(errors.New("one"), errors.New("two")),
			"error: plant: invite ada: one\n       two\n",
		},
		"control characters": {errors.New("red \x1b[31m"), "error: plant: invite ada: red ␛[31m\n"},
		"interrupted":        {context.Canceled, "error: plant: invite ada: interrupted\n"},
		"interrupted rows":   {errors.Join(&fault.RowsError{Failed: 1, Total: 5, Left: 3}, context.Canceled), "error: plant: invite ada: interrupted: 1 of 5 failed, 3 not tried\n"},
		"slow":               {context.DeadlineExceeded, "error: plant: invite ada: it took too long\n"},
		"secret":             {errors.New("bad value " + canary), "error: plant: invite ada: bad value [redacted]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secrets := &rest.Secrets{}
			secrets.Add(canary)
			var b strings.Builder
			fault.Report(&b, fault.Describe(c.err, "plant invite ada", "plant", secrets.Mask), false)
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

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
		"code": "not_found", "exit": 5.0, "provider": "plant", "action": "plant remove id-press", "status": 404.0,
	}
	if diff := cmp.Diff(want, got.Error, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "hint" }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
	if message == "" {
		t.Error("no message")
	}
}

func TestErrorDocumentOfTheService(t *testing.T) {
	t.Parallel()
	index := 0
	err := &fault.StepError{Name: "add", Err: &rest.Error{
		Kind: rest.Temporary, Status: 429, RequestID: "r-1", RetryAfter: 90e9, Message: "slow down",
		Fields: []rest.Field{{Name: "name", Index: &index, Message: "taken"}}, Hint: "wait",
	}}
	got := fault.Describe(err, "plant add", "plant", (*rest.Secrets)(nil).Mask)
	want := fault.Document{
		Code: "temporary", Exit: 7, Message: "add: slow down (HTTP 429)", Hint: "wait", Provider: "plant", Action: "plant add",
		Status: 429, RequestID: "r-1", RetryAfter: 90, Fields: []rest.Field{{Name: "name", Index: &index, Message: "taken"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
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

func TestAllHintsAreFound(t *testing.T) {
	t.Parallel()
	inner := &rest.Error{Message: "x", Hint: "from the service"}
	for want, err := range map[string]error{
		"from the service":    errors.Join(errPlain, inner),
		"by hand":             &fault.StepError{GoOn: "by hand", Err: inner},
		"write it so":         &fault.UsageError{Hint: "write it so"},
		"ask an admin":        &fault.RefusedError{Hint: "ask an admin"},
		"make it executive":   &fault.NotFoundError{Way: "make it executive"},
		"did you mean \"b\"?": &fault.NotFoundError{Text: "a", Close: "b"},
	} {
		if got := fault.Hint(err); got != want {
			t.Errorf("hint %q, want %q", got, want)
		}
	}
	if got := fault.Hint(&fault.StepError{Err: inner}); got != "from the service" {
		t.Errorf("a step without a way of its own gives %q", got)
	}
}
