package devo

import (
	"testing"
	"time"
)

// Every change, done and repeated, in every form its answer can have.
func TestChangesInEveryForm(t *testing.T) {
	seen := map[string]bool{}
	for seed := range byte(16) {
		w := newWorld(t, seed)
		made := w.svc.inventions()
		id := w.suffix("dashboards")
		for range 2 {
			w.checkForm(w.do("PUT", id+"/disable", "").ok(200), made.Disable)
			w.active(id, false)
		}
		for range 2 {
			w.checkForm(w.do("PUT", id+"/enable", "").ok(200), made.Enable)
			w.active(id, true)
		}
		w.checkForm(w.do("PUT", id+"/rename", `{"name":"boards"}`).ok(200), made.Rename)
		if row := w.do("GET", id, "").ok(200).object(); row["name"] != "boards" || row["scope"] != "table://*.** level://admin" {
			t.Errorf("renamed: %v", row)
		}
		value := w.set["viewer_token"]
		w.checkForm(w.do("DELETE", w.suffix("token review"), "").ok(200), made.Delete)
		w.do("GET", "", "", bearer(value)).refused(401, msgBadToken)
		w.checkForm(w.do("DELETE", id, "").ok(200), made.Delete)
		w.do("GET", id, "").refused(404, "Token "+id[1:]+" not found")
		w.do("DELETE", id, "").refused(404, "Token "+id[1:]+" not found")
		for verb, how := range map[string]form{"enable": made.Enable, "disable": made.Disable, "rename": made.Rename, "delete": made.Delete} {
			seen[verb+string(rune('0'+how))] = true
		}
	}
	if len(seen) != 12 {
		t.Errorf("of the forms only %v came up", seen)
	}
}

func (w *world) active(id string, want bool) {
	w.Helper()
	if row := w.do("GET", id, "").ok(200).object(); row["active"] != want {
		w.Errorf("active is %v", row["active"])
	}
}

// updated tells when a token was last changed; what changes nothing leaves it.
func TestUpdated(t *testing.T) {
	w := newWorld(t, 6)
	id := w.suffix("dashboards")
	updated := func() any { return w.do("GET", id, "").ok(200).object()["updated"] }
	before := updated()
	w.now = w.now.Add(time.Minute)
	for _, c := range []struct{ verb, body string }{
		{"enable", ""}, {"rename", `{"name":"dashboards"}`}, {"rename", `{"name":""}`},
	} {
		w.do("PUT", id+"/"+c.verb, c.body).ok(200)
		if got := updated(); got != before {
			t.Errorf("%s %s: %v, was %v", c.verb, c.body, got, before)
		}
	}
	for _, c := range []struct{ verb, body, want string }{
		{"rename", `{"name":"boards"}`, "2026-03-01T12:01:00.250+0000"},
		{"disable", "", "2026-03-01T12:02:00.250+0000"},
		{"enable", "", "2026-03-01T12:03:00.250+0000"},
	} {
		w.do("PUT", id+"/"+c.verb, c.body).ok(200)
		if got := updated(); got != c.want {
			t.Errorf("%s: %v, want %s", c.verb, got, c.want)
		}
		w.now = w.now.Add(time.Minute)
	}
}

// An empty name and none are answered like any other, and change nothing.
func TestRenamesToNothing(t *testing.T) {
	w := newWorld(t, 6)
	id := w.suffix("dashboards")
	for _, body := range []string{`{"name":""}`, `{"name":null}`, `{}`, `{"name":"   "}`} {
		w.checkForm(w.do("PUT", id+"/rename", body).ok(200), w.svc.inventions().Rename)
		if row := w.do("GET", id, "").object(); row["name"] != "dashboards" {
			t.Errorf("%s: %v", body, row)
		}
	}
	for body, message := range map[string]string{
		``: "The body is not the JSON object that was due", `"n"`: "The body is not the JSON object that was due",
		`{"name":1}`: "The body is not the JSON object that was due", `{"newName":"n"}`: "Unrecognized property newName",
	} {
		w.do("PUT", id+"/rename", body).refused(400, message)
	}
}

// Names are not unique, and a rename may make two of one.
func TestNamesMayMeet(t *testing.T) {
	w := newWorld(t, 6)
	w.do("PUT", w.suffix("dashboards")+"/rename", `{"name":"query everything"}`).ok(200)
	count := 0
	for _, row := range w.list() {
		if row["name"] == "query everything" {
			count++
		}
	}
	if count != 2 {
		t.Errorf("%d of one name", count)
	}
}
