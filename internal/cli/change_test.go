package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
