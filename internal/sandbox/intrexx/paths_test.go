package intrexx

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

func TestOperations(t *testing.T) {
	seen := map[string]bool{}
	for _, op := range operations() {
		seen[op.method+" "+op.path] = true
	}
	if len(seen) != 53 || len(operations()) != 53 {
		t.Errorf("%d operations, contract §12 has 53", len(seen))
	}
}

func TestPaths(t *testing.T) {
	states(t, func(w *world) {
		w.do("GET", "/nobody/settings", nil).refused(404, "portal nobody not found")
		w.do("GET", "/archive/settings", nil).refused(404, "not configured in admin-api.yaml")
		w.do("POST", "/archive/users", document{}).refused(404, "not configured")
		for _, path := range []string{"", "/", "/intranet", "/intranet/nothing", "//portals", "/portals/", "/swagger", "/intranet/users"} {
			if r := w.do("GET", path, nil); r.Status != 404 && r.Status != 405 {
				t.Errorf("%s: %d %s", path, r.Status, r.Body)
			}
		}
		if r := w.do("DELETE", "/intranet/mailservices/x", nil).refused(405, "DELETE"); r.Header.Get("Allow") != "GET, PATCH" {
			t.Errorf("Allow: %q", r.Header.Get("Allow"))
		}
		w.do("PATCH", "/intranet/groups/3", document{}).refused(405, "PATCH")
		w.do("GET", "/intranet/users/..%2F..", nil).refused(404, "not found")
		w.do("GET", "/intranet/users/%2e%2e", nil).refused(404, "not found")
	})
}

func TestBodies(t *testing.T) {
	w := newWorld(t, 1)
	send := func(kind, body string) reply {
		t.Helper()
		req, err := http.NewRequest("PATCH", w.set["url"]+"/intranet/settings", strings.NewReader(body))
		w.must(err)
		req.Header.Set("Authorization", "Bearer "+w.token)
		if kind != "" {
			req.Header.Set("Content-Type", kind)
		}
		return w.send(req)
	}
	send("", `{"session_timeout_sek": 60}`).done()
	send("application/json", `{"session_timeout_sek": 60}`).done()
	send("application/x-www-form-urlencoded", `{"session_timeout_sek": 60}`).refused(415, "application/json")
	send("", `{"session_timeout_sek": 60,}`).refused(400, "no JSON object")
	send("", `"text"`).refused(400, "no JSON object")
	send("", strings.Repeat(" ", maxBody+1)).refused(413, "larger")
}

func TestDocker(t *testing.T) {
	w := newWorld(t, 1, func(cfg *Config) { cfg.Docker = true })
	w.get("/intranet/settings")
	for _, call := range []string{"GET /portals", "POST /portals", "DELETE /portals/x", "GET /templates", "POST /templates"} {
		method, path, _ := strings.Cut(call, " ")
		if r := w.do(method, path, nil).ok(404); r.Header.Get("Content-Type") != kindHTML || !strings.Contains(r.Body, "<html>") {
			t.Errorf("%s: %s", call, r.Body)
		}
	}
}

// Whoever follows a 301 with method and body gets what was asked for.
func TestMove(t *testing.T) {
	w := newWorld(t, 1)
	move := func(method, path string) string {
		t.Helper()
		rec := httptest.NewRecorder()
		if !w.svc.Move(rec, httptest.NewRequest(method, "http://127.0.0.1:4242"+path, strings.NewReader("{}"))) || rec.Code != 301 {
			t.Fatalf("%s: %d", path, rec.Code)
		}
		return rec.Header().Get("Location")
	}
	if got := move("GET", "/intrexx/portals?a=b"); got != "http://127.0.0.1:4242/intrexx/_moved/1/portals?a=b" {
		t.Errorf("absolute: %s", got)
	}
	to := move("PATCH", "/intrexx/intranet/settings")
	if to != "/intrexx/_moved/2/intranet/settings" {
		t.Errorf("a path: %s", to)
	}
	if w.svc.Move(httptest.NewRecorder(), httptest.NewRequest("PATCH", to, nil)) {
		t.Error("moved twice")
	}
	w.do("PATCH", strings.TrimPrefix(to, "/intrexx"), document{"session_timeout_sek": 77}).done()
	if got := w.get("/_moved/5/intranet/settings").object()["session_timeout_sek"]; got == nil || encode(got) != "77" {
		t.Errorf("the change was not made: %v", got)
	}
	w.do("GET", "/_moved/5/intranet/applications", nil).refused(405, "GET")
}

func TestFail(t *testing.T) {
	states(t, func(w *world) {
		for status, text := range map[int]string{401: "missing, invalid or expired", 429: "Too Many Requests", 503: "Service Unavailable"} {
			rec := httptest.NewRecorder()
			w.svc.Fail(rec, status)
			reply{w: w, Status: rec.Code, Header: rec.Header(), Body: rec.Body.String()}.refused(status, text)
		}
	})
}

func TestNothingIsLeftBesideTheState(t *testing.T) {
	w := newWorld(t, 1)
	w.upload("POST", "/intranet/applications", piece{data: zipOf(t, "apps.lax")}).done()
	w.upload("POST", "/intranet/applications", piece{data: zipOf(t, "a.zip")}).ok(400)
	dir, _, _ := strings.Cut(w.db.Path(), "/state.db")
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v %v", left, err)
	}
}
