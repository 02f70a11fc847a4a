package devo

import (
	"strings"
	"testing"
)

func TestPathsThatAreNone(t *testing.T) {
	w := newWorld(t, 1)
	tokens := "/ws/accounts/" + w.set["account"] + "/credentials/tokens"
	id := w.suffix("dashboards")
	for _, path := range []string{
		"", "/", "/ws", "/ws/accounts/" + w.set["account"] + "/credentials", "/v2/accounts/" + w.set["account"] + "/tokens",
		"/v2/accounts/" + w.set["account"] + "/tokens" + id, "/probio/user", tokens + id + "/regenerate",
		tokens + id + "/enable/now", tokens + "//enable", "/WS" + tokens[3:],
	} {
		r := w.at("GET", path, "", edit{"Authorization": ""}).ok(404)
		if r.Header.Get("Content-Type") != mediaHTML || !strings.HasPrefix(r.Body, "<html>") {
			t.Errorf("%s: %v %s", path, r.Header, r.Body)
		}
	}
}

func TestMethodsOfOtherPaths(t *testing.T) {
	w := newWorld(t, 1)
	id := w.suffix("dashboards")
	for _, c := range []struct{ method, suffix string }{
		{"PATCH", ""}, {"DELETE", ""}, {"PUT", ""}, {"POST", id}, {"PATCH", id}, {"PUT", id},
		{"POST", id + "/enable"}, {"GET", id + "/disable"}, {"PATCH", id + "/rename"},
	} {
		w.do(c.method, c.suffix, "").refused(405, "Method not allowed")
	}
}

// The tail of an account may come escaped, and a slash may end the path.
func TestPathsOfOneMeaning(t *testing.T) {
	w := newWorld(t, 1)
	want := w.do("GET", "", "").ok(200).Body
	escaped := strings.Replace(w.set["account"], "@", "%40", 1)
	for _, path := range []string{"/ws/accounts/" + escaped + "/credentials/tokens", "/ws/accounts/" + escaped + "/credentials/tokens/"} {
		if got := w.at("GET", path, "").ok(200).Body; got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// User agents are not refused (contract §3.5): Devo's own clients set none.
func TestAnyAgent(t *testing.T) {
	w := newWorld(t, 1)
	for _, agent := range []string{"Go-http-client/1.1", "python-requests/2.32.3", "Python-urllib/3.12", "curl/8.5.0"} {
		w.do("GET", "", "", edit{"User-Agent": agent}).ok(200)
	}
}

func TestCorrelationIDsDiffer(t *testing.T) {
	w := newWorld(t, 1)
	seen := map[string]bool{}
	for range 5 {
		seen[w.do("GET", "", "").ok(200).Header.Get(cidHeader)] = true
		seen[w.do("GET", "/1", "").ok(404).Header.Get(cidHeader)] = true
	}
	if len(seen) != 10 {
		t.Errorf("%d ids for 10 calls", len(seen))
	}
}
