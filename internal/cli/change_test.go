package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/change"
)

func TestADocumentForEveryChange(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant add new@example.com --size big -o json", "err!e")
	want := map[string]any{
		"action": "plant add", "target": "new@example.com", "id": "id-new", "changed": true,
		"response": map[string]any{"id": "id-new", "done": true},
	}
	if diff := cmp.Diff(want, b.document()); diff != "" {
		t.Error(diff)
	}
	b.want(0, "plant add new@example.com --size big -o name", "out:id-new\n")
	b.want(0, "plant add new@example.com --size big -q", "out!a", "err!e")
	b.want(0, "plant add new@example.com --size big --jq .response.done", "out:true")
}

func TestProbe(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(6, "plant add old@example.com --size big", "err:old@example.com is there already", "err:hint: add --if-absent")
	b.want(0, "plant add old@example.com --size big --if-absent -o json")
	want := map[string]any{
		"action": "plant add", "target": "old@example.com", "id": "id-old", "changed": false,
		"reason": "old@example.com is there already", "response": nil,
	}
	if diff := cmp.Diff(want, b.document()); diff != "" {
		t.Error(diff)
	}
	b.want(6, "plant add old@example.com --size big --dry-run")
	b.want(0, "plant add old@example.com --size big --if-absent --dry-run", "out:nothing to do: old@example.com is there already")
	b.wrote()
	b.want(0, "plant add new@example.com --size big --if-absent", "out:changed:  true")
	b.wrote("POST /things")
}

func TestGuard(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("GET /me", reply(200, `{"id":"id-lathe"}`))
	b.want(4, "plant remove Lathe --yes", "err:this is the last one", "err:hint: add --allow-self if you mean it")
	b.want(4, "plant remove Lathe --dry-run", "err:this is the last one")
	b.want(4, "plant remove id-press Lathe --yes", "err:error: plant: remove: Lathe: this is the last one") // one refusal holds them all back
	b.wrote()
	b.want(0, "plant remove Lathe --yes --allow-self")
	b.wrote(removed)
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant add new@example.com --size big --like Lathe --dry-run -o json")
	doc := b.document()
	request := doc["requests"].([]any)[0].(map[string]any)["request"].(map[string]any)
	if doc["dryRun"] != true || doc["changed"] != false || request["method"] != "POST" ||
		request["url"] != b.service.URL+"/things" || request["headers"].(map[string]any)["Authorization"] != "[redacted]" {
		t.Errorf("document %v", doc)
	}
	b.want(0, "plant remove Lathe --dry-run", "out:dry run, nothing is sent: plant remove Lathe", "out:1. remove", "out:DELETE "+b.service.URL+"/things/id-lathe")
	b.want(0, "plant remove Lathe id-press --dry-run", "out:things/id-lathe", "out:things/id-press")
	b.want(0, "plant remove Lathe id-press --dry-run -o json", `out:"requests"`)
	b.want(0, "raw POST things -F name=x --dry-run", `out:"method": "POST"`)
	b.want(0, "raw DELETE things/id-lathe --dry-run", `out:"method": "DELETE"`)
	b.want(2, "plant remove Lahti --size --dry-run")
	b.want(5, "plant remove Excavator --dry-run")
	b.wrote()
}

func TestOutputFlagsOfChanges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, flags := range []string{"--columns nope", "--limit 1", "-o xml", "--jq .["} {
		b.want(2, "plant remove Lathe id-press --yes "+flags)
	}
	b.want(2, "plant remove Lathe --yes --columns id") // one document has no columns
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
	b.want(0, "plant remove Lathe id-press --yes --columns id --sort -id --no-header", "out:id-press\nid-lathe\n")
}

// A write whose answer is lost is never repeated, and told apart.
func TestUnknownOutcome(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("POST /things", reply(502, ""))
	b.want(9, "plant add new@example.com --size big -o json", `err:"code":"outcome_unknown"`, `err:"exit":9`)
	b.wrote("POST /things")
}

func TestFailuresKeepSecrets(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("POST /things", reply(400, `{"message":"who is `+canary+`?"}`))
	for _, flags := range []string{"", " -o json", " --debug"} {
		b.want(1, "plant add new@example.com --size big"+flags)
	}
	b.want(0, "plant add new@example.com --size big --dry-run --debug")
	if !strings.Contains(b.out.String(), "[redacted]") {
		t.Error("no credential in the preview")
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("DELETE /things/id-a", reply(404, `{}`))
	b.service.on("GET /things", reply(403, `{}`)) // ids are passed through
	b.want(3, "plant remove id-a id-b id-c --yes -q -o jsonl", `err:"message":"1 of 3 failed"`, `err:"action":"plant remove"}`)
	b.wrote("DELETE /things/id-a", "DELETE /things/id-b", "DELETE /things/id-c")
	decoder := json.NewDecoder(&b.out)
	for _, want := range []change.Document{{Target: "id-a"}, {Target: "id-b", Changed: true}, {Target: "id-c", Changed: true}} {
		var got change.Document
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if got.Target != want.Target || got.Changed != want.Changed || (got.Error == nil) != want.Changed {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if got.Error != nil && (got.Error.Code != "not_found" || got.Error.Status != 404) {
			t.Errorf("error %+v", got.Error)
		}
	}
}

func TestRowsForPeople(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on(removed, reply(404, `{}`))
	b.want(3, "plant remove Lathe id-press --yes", "out:id-press", "err:error: plant: remove Lathe:", "err:1 of 2 failed")
	b.want(3, "plant remove Lathe id-press --yes -o name", "out:id-press\n", "out!id-lathe", "out!\n\n", "err:error: plant: remove Lathe:")
	b.want(3, "plant remove Lathe id-press --yes -q", "out!id", "err:error: plant: remove Lathe:")
}

func TestNothingIsSentWhenOneRowIsWrong(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(5, "plant remove Lathe Excavator --yes")
	b.want(5, "plant remove Lathe lathe --yes", `err:thing "lathe" not found`, "err:did you mean id:id-lathe (Lathe)")
	b.want(2, "plant remove Lathe name:Lathe --yes", `err:"Lathe" is named twice`)
	b.want(2, "plant remove Lathe id-lathe --yes", "err:is named twice")
	b.wrote()
}

// Of two administrators either may go, but not both: what was safe at first may
// be none after the row before.
func TestEachRowIsGuardedWhenItsTurnComes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on(removed, func(w http.ResponseWriter, r *http.Request) {
		b.service.on("GET /me", reply(200, `{"id":"id-press"}`)) // now the last one
		reply(200, `{}`)(w, r)
	})
	b.want(3, "plant remove Lathe id-press --yes -o csv", "out:this is the last one")
	b.wrote(removed)
}

// What is gone already fails by its name and by its id, unless that is fine.
func TestRemovalOfWhatIsGone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("DELETE /things/id-gone", reply(404, `{}`))
	b.want(5, "plant remove Excavator --yes")
	b.want(0, "plant remove Excavator --yes --if-exists -o json", `out:"changed": false`, `out:"reason": "it is not there"`)
	b.want(0, "plant remove Excavator --dry-run --if-exists", "out:nothing to do: it is not there")
	b.want(0, "plant remove Excavator Lathe --yes --if-exists -o csv", "out:Lathe,id-lathe,true")
	b.service.on("GET /things", reply(403, `{}`)) // ids are passed through
	b.want(5, "plant remove id-gone --yes")
	b.want(0, "plant remove id-gone --yes --if-exists -o json", `out:"changed": false`)
	b.service.on("GET /me", reply(404, `{}`)) // what the guard reads is something else
	b.want(5, "plant remove id-gone --yes --if-exists")
	b.wrote(removed, "DELETE /things/id-gone", "DELETE /things/id-gone")
}

// Two processes that each remove "the other" administrator: the second one
// judges by what the first one left.
func TestRemovalsOfTwoProcessesTakeTurns(t *testing.T) {
	t.Parallel()
	first, second := newBench(t), newBench(t)
	second.env = first.env
	second.at("y\n") // who is asked looks twice: before, and when it is his turn
	noted, said := io.Pipe()
	second.App.Err = io.MultiWriter(&second.err, said)
	lines, ended := bufio.NewScanner(noted), make(chan int)
	first.service.on(removed, func(w http.ResponseWriter, r *http.Request) {
		go func() {
			ended <- second.run("plant", "remove", "id-press")
			_ = said.Close()
		}()
		for lines.Scan() && !strings.Contains(lines.Text(), "it is waited for") {
		}
		go func() { _, _ = io.Copy(io.Discard, noted) }()
		first.service.on("GET /me", reply(200, `{"id":"id-press"}`)) // now the last one
		reply(200, `{}`)(w, r)
	})
	first.want(0, "plant remove Lathe --yes")
	if code := <-ended; code != 4 || !strings.Contains(second.err.String(), "this is the last one") {
		t.Errorf("exit %d\n%s", code, second.err.String())
	}
	first.wrote(removed)
}

// What frees a change of its guard frees it of taking turns.
func TestWhatIsMeantWaitsForNobody(t *testing.T) {
	t.Parallel()
	first, second := newBench(t), newBench(t)
	second.env = first.env
	first.service.on(removed, func(w http.ResponseWriter, r *http.Request) {
		second.want(0, "plant remove id-press --yes --allow-last-admin")
		second.want(0, "plant add new@example.com --size big")
		second.want(0, "plant remove id-press --dry-run")
		reply(200, `{}`)(w, r)
	})
	first.want(0, "plant remove Lathe --yes")
	first.wrote(removed, "DELETE /things/id-press", "POST /things")
}

func TestUnknownRow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on(removed, reply(502, ""))
	b.want(9, "plant remove Lathe id-press --yes -o json -q", `err:"code":"outcome_unknown"`, "err:check them at the service")
	b.wrote(removed, "DELETE /things/id-press")
}

// Whoever reads the reports does not decide what is carried out.
func TestRowsDoNotStopWithTheirReader(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if code := b.run("plant", "remove", "Lathe", "id-press", "--yes", "-q", "-o", "jsonl", "--jq", ".target | tonumber"); code != 1 {
		t.Errorf("exit %d\n%s", code, b.err.String())
	}
	b.wrote(removed, "DELETE /things/id-press")
}

func TestCtrlCBetweenRows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.service.on(removed, func(w http.ResponseWriter, r *http.Request) {
		reply(404, `{}`)(w, r)
		w.(http.Flusher).Flush()
	})
	b.service.on("DELETE /things/id-b", func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	b.service.on("GET /things", reply(403, `{}`))
	b.want(130, "plant remove id-a id-b id-c id-d --yes -o json -q", "err:0 of 4 failed, of 1 the outcome is unknown, 2 not tried", `out:"outcome_unknown"`)
	b.wrote("DELETE /things/id-a", "DELETE /things/id-b")
}

// doubtBench has a change of one step, or of two, whose outcome can be looked up.
func doubtBench(t *testing.T) *bench {
	t.Helper()
	run := func(use string, steps int) Command {
		return Change[*plant, struct{}]{
			Use: use, Short: "Run", Effect: Update, Target: func(*struct{}) string { return "it" },
			Steps: func(_ context.Context, p *plant, _ *struct{}) ([]Step, error) {
				all := []Step{
					{Name: "prepare it", Call: p.send("Prepare", http.MethodPost, "prepare"), Look: "unictl works prepared"},
					{Name: "run it", Call: p.send("Run", http.MethodPost, "run"), Look: "unictl works list"},
				}
				return all[2-steps:], nil
			},
		}
	}
	return worksBench(t, run("one", 1), run("two", 2))
}

// lost takes a call and gives no answer.
func lost(_ http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }

// An answer that got lost is no failure: what tells is named.
func TestALostAnswerNamesWhatTells(t *testing.T) {
	t.Parallel()
	b := doubtBench(t)
	b.service.on("POST /run", lost)
	look := "hint: `unictl works list` tells whether it happened: look before you repeat it"
	b.want(9, "works one", "err:the outcome is unknown", "err:"+look)
	b.want(9, "works two", "err:already done: prepare it", "err:"+look)
	b.want(9, "works two -o json", "err:`unictl works list` tells", `err:"code":"outcome_unknown"`)
	b.service.on("POST /prepare", lost)
	b.want(9, "works two", "err:hint: `unictl works prepared` tells", "err:not done: run it")
}

// What is known to have failed needs no looking.
func TestARefusalNamesNothingToLookAt(t *testing.T) {
	t.Parallel()
	b := doubtBench(t)
	b.service.on("POST /run", reply(409, `{}`))
	b.want(6, "works one", "err!unictl works list")
}
