package intrexx

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWebServer(t *testing.T) {
	states(t, func(w *world) {
		if got := w.get("/intranet/webserver").object(); got["base_url"] != "https://intranet.example.com" || len(got) != 1 {
			w.Errorf("%v", got)
		}
		w.do("PUT", "/intranet/webserver", document{"base_url": "https://portal.example.org/x"}).done()
		if got := w.get("/intranet/webserver").object()["base_url"]; got != "https://portal.example.org/x" {
			w.Errorf("%v", got)
		}
		for _, body := range []document{{}, {"base_url": ""}, {"base_url": "portal.example.org"}, {"base_url": "ftp://x"}, {"base_url": 5}} {
			w.do("PUT", "/intranet/webserver", body).refused(400, "base_url")
		}
		w.do("PUT", "/intranet/webserver", document{"base_url": "https://x", "colour": 1}).refused(400, "colour")
	})
}

func TestSettings(t *testing.T) {
	states(t, func(w *world) {
		before := w.get("/intranet/settings").object()
		w.do("PATCH", "/intranet/settings", document{"session_timeout_sek": 120, "jvm_minimal_memory_mb": 1024,
			"jvm_maximal_memory_mb": 4096, "anonymous_session_timeout_sek": 60, "workflow_event_on_login": true}).done()
		after := w.get("/intranet/settings").object()
		if encode(after["session_timeout_sek"]) != "120" || after["workflow_event_on_login"] != true {
			w.Errorf("after %v", after)
		}
		proxy := w.word("settings proxy")
		w.do("PATCH", "/intranet/settings", document{proxy: document{w.word("settings port"): 8080}}).done()
		if inner := w.get("/intranet/settings").object()[proxy].(document); encode(inner[w.word("settings port")]) != "8080" || len(inner) != 4 {
			w.Errorf("nested %v", inner)
		}
		w.do("PATCH", "/intranet/settings", before).done()
		if diff := cmp.Diff(before, w.get("/intranet/settings").object()); diff != "" {
			w.Errorf("sending back what was read:\n%s", diff)
		}
		secret := before[proxy].(document)[w.word("settings proxy secret")+"_password"].(string)
		if other := newWorld(t, 77); len(secret) != 16 || strings.Contains(other.get("/intranet/settings").Body, secret) {
			w.Errorf("secret %q", secret)
		}
		if encode(w.get("/staging/settings").object()["session_timeout_sek"]) != "3600" {
			w.Error("another portal changed too")
		}
	})
}

func TestDocumentsAreCheckedByKind(t *testing.T) {
	w := newWorld(t, 1)
	proxy := w.word("settings proxy")
	for _, body := range []document{{"session_timeout_sek": "120"}, {"session_timeout_sek": nil}, {"workflow_event_on_login": 1},
		{"sesion_timeout_sek": 1}, {proxy: "x"}, {proxy: document{"colour": 1}}, {w.word("settings languages"): "de"}} {
		for field := range body {
			w.do("PATCH", "/intranet/settings", body).refused(400, field)
		}
	}
	w.do("PATCH", "/intranet/settings", document{"session_timeout_sek": 5, "workflow_event_on_login": "x"}).ok(400)
	if encode(w.get("/intranet/settings").object()["session_timeout_sek"]) != "3600" {
		t.Error("half of a refused change was kept")
	}
}

func TestOtherDocuments(t *testing.T) {
	states(t, func(w *world) {
		for path, kinds := range map[string]string{"/intranet/reports/engine": "a list,a string,an object",
			"/intranet/export": "a boolean,a number,a string,a string,an object", "/intranet/scheduler/configuration": "a list,a number,an object"} {
			doc := w.get(path).object()
			var found []string
			for name, value := range doc {
				found = append(found, kindOf(value))
				if n, isNumber := value.(interface{ Int64() (int64, error) }); isNumber {
					before, _ := n.Int64()
					w.do("PATCH", path, document{name: before + 1}).done()
					if after := w.get(path).object()[name]; encode(after) != encode(before+1) {
						w.Errorf("%s: %v", path, after)
					}
				}
				w.do("PATCH", path, document{name: nil}).refused(400, name)
			}
			slices.Sort(found)
			if got := strings.Join(found, ","); got != kinds {
				w.Errorf("%s has %s", path, got)
			}
		}
	})
}

func TestStandby(t *testing.T) {
	states(t, func(w *world) {
		const path = "/intranet/scheduler/standby"
		doc := w.get(path).object()
		flags := 0
		for name, value := range doc {
			if value == false {
				doc[name] = true
				flags++
			}
		}
		if flags != 1 || len(doc) != 2 {
			w.Fatalf("standby %v", doc)
		}
		w.do("PUT", path, doc).done()
		if diff := cmp.Diff(doc, w.get(path).object()); diff != "" {
			w.Error(diff)
		}
		w.do("PUT", path, document{w.word("standby on"): false}).refused(400, w.word("standby node"))
		doc["colour"] = 1
		w.do("PUT", path, doc).refused(400, "colour")
	})
}

func TestMobile(t *testing.T) {
	gone := map[int]bool{}
	states(t, func(w *world) {
		field := w.word("mobile key")
		if key, _ := w.get("/intranet/mobile").object()[field].(string); len(key) != 32 {
			w.Errorf("key %q", key)
		}
		if r := w.do("PATCH", "/intranet/mobile", document{field: "canary-of-a-key"}).done(); strings.Contains(r.Body, "canary") {
			w.Error("the key comes back")
		}
		if got := w.get("/intranet/mobile").object(); got[field] != "canary-of-a-key" || len(got) != 1 {
			w.Errorf("%v", got)
		}
		w.do("PATCH", "/intranet/mobile", document{"api_key": "x"}).refused(400, field)
		w.do("DELETE", "/intranet/mobile", nil).done()
		r := w.do("GET", "/intranet/mobile", nil).ok(200, 404)
		gone[r.Status] = true
		if r.Status == 200 && r.object()[field] != "" {
			w.Errorf("after deleting: %s", r.Body)
		}
		w.do("PATCH", "/intranet/mobile", document{field: "again"}).done()
	})
	if len(gone) != 2 {
		t.Errorf("six states answer %v for no key", gone)
	}
}

// An answer that shows what was changed does not show the key.
func TestMobileKeyIsNotRepeated(t *testing.T) {
	w := stateWhere(t, func(v *view) bool { return v.pick("answer of changing mobile", 4) == 3 })
	if r := w.do("PATCH", "/intranet/mobile", document{w.word("mobile key"): "canary-of-a-key"}).ok(200); r.Body != "{}" {
		t.Errorf("%s", r.Body)
	}
}

func TestIndexAndLogout(t *testing.T) {
	states(t, func(w *world) {
		field, action := w.word("index action"), w.word("index action1")
		w.do("POST", "/intranet/search/index", document{field: action}).done()
		w.do("POST", "/intranet/search/index", document{field: "rebuild"}).refused(400, action)
		w.do("POST", "/intranet/search/index", document{"action": action}).refused(400, field)
		w.do("POST", "/intranet/search/index", nil).refused(400, "no JSON object")
		w.do("POST", "/intranet/logout", nil).done()
		w.do("POST", "/intranet/logout", document{"user": "x"}).done()
		w.do("POST", "/intranet/logout", "[]").refused(400, "no JSON object")
	})
}
