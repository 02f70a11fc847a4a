package intrexx

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fields are the names of the state.
func (w *world) fields() (f jobFields) { w.see(func(v *view) { f = v.jobFields() }); return f }

func (w *world) firstJob() string {
	w.Helper()
	return w.get("/intranet/scheduler/jobs").rows()[0][w.fields().id].(string)
}

func TestJobs(t *testing.T) {
	states(t, func(w *world) {
		f, kind := w.fields(), w.word("job type1")
		if rows := w.get("/intranet/scheduler/jobs").rows(); len(rows) != 3 || len(w.get("/staging/scheduler/jobs").rows()) != 1 {
			w.Fatalf("jobs %v", rows)
		}
		body := document{f.name: "Weekly", f.schedule: document{f.cron: "0 0 3 ? * SUN"}}
		id := w.do("POST", "/intranet/scheduler/job/"+kind, body).ok(201).id("intranet/scheduler/job/")
		path := "/intranet/scheduler/job/" + id
		want := document{f.id: id, f.name: "Weekly", f.kind: kind, f.active: true, f.last: "",
			f.schedule: document{f.cron: "0 0 3 ? * SUN", f.zone: "Europe/Berlin"}}
		if diff := cmp.Diff(want, w.get(path).object()); diff != "" || len(id) != 40 {
			w.Errorf("%s %s", id, diff)
		}
		w.do("PATCH", path, document{f.schedule: document{f.zone: "UTC"}, f.active: false}).done()
		got := w.get(path).object()
		if inner := got[f.schedule].(document); inner[f.zone] != "UTC" || inner[f.cron] != "0 0 3 ? * SUN" || got[f.active] != false {
			w.Errorf("changed: %v", got)
		}
		w.do("PATCH", path, got).done() // what was read may be sent back
		w.do("PATCH", path, document{f.kind: "other"}).refused(400, f.kind)
		w.do("PATCH", path, document{f.id: strings.Repeat("0", 40)}).refused(400, f.id)
		if n := len(w.get("/intranet/scheduler/jobs").rows()); n != 4 {
			w.Errorf("%d jobs", n)
		}
		w.do("DELETE", path, nil).done()
		for _, method := range []string{"GET", "PATCH", "DELETE"} {
			w.do(method, path, nil).refused(404, id)
		}
	})
}

func TestJobsThatAreRefused(t *testing.T) {
	w := newWorld(t, 1)
	f, kind := w.fields(), w.word("job type0")
	w.do("POST", "/intranet/scheduler/job/export", document{}).refused(400, kind)
	for text, body := range map[string]document{
		f.name:                        {f.schedule: document{f.cron: "0 0 3 ? * SUN"}},
		f.schedule + "." + f.cron:     {f.name: "x"},
		"has 5 fields":                {f.name: "x", f.schedule: document{f.cron: "0 3 * * *"}},
		f.schedule + "." + f.zone:     {f.name: "x", f.schedule: document{f.cron: "0 0 3 * * ?", f.zone: ""}},
		"\"colour\": known are":       {f.name: "x", "colour": 1},
		"is a string and must be a b": {f.name: "x", f.active: "yes"},
	} {
		w.do("POST", "/intranet/scheduler/job/"+kind, body).refused(400, text)
	}
}

func TestActions(t *testing.T) {
	states(t, func(w *world) {
		f, id := w.fields(), w.firstJob()
		do := func(action string, ids ...any) reply {
			return w.do("PUT", "/intranet/scheduler/actions", document{w.word("actions action"): action, w.word("actions jobs"): ids})
		}
		job := func() document { return w.get("/intranet/scheduler/job/" + id).object() }
		do(w.word("action2"), id).done()
		if job()[f.active] != false {
			w.Errorf("not deactivated: %v", job())
		}
		do(w.word("action1"), id).done()
		do(w.word("action0"), id).done()
		if got := job(); got[f.active] != true || got[f.last] != "2026-03-01T12:00:00Z" {
			w.Errorf("not run: %v", got)
		}
		do("start", id).refused(400, w.word("action0")+" (runs)")
		do(w.word("action2"), id, "unknown").refused(404, "unknown")
		if job()[f.active] != true {
			w.Error("half of a refused action was kept")
		}
		do(w.word("action0")).refused(400, w.word("actions jobs"))
		w.do("PUT", "/intranet/scheduler/actions", document{"jobs": []any{}}).refused(400, w.word("actions jobs"))
	})
}
