package cli

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"unictl/internal/cli/change"
)

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
	b.want(2, "plant remove Lathe lathe --yes", `err:"Lathe" is named twice`)
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
