package intrexx

import (
	"context"
	"errors"
	"maps"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unictl/internal/sandbox/service"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"
)

func TestSettingsOfAClient(t *testing.T) {
	w := newWorld(t, 1)
	names := strings.Join(slices.Sorted(maps.Keys(w.set)), " ")
	if names != "other_portal password portal unreachable_portal url user" || w.set["url"] != w.srv.URL+"/intrexx" ||
		w.set["user"] != "iaa-admin" || len(w.set["password"]) != 24 || w.set["portal"] != "intranet" || w.set["other_portal"] != "staging" {
		t.Errorf("settings %s: %v", names, w.set)
	}
	req := httptest.NewRequest("GET", "/", nil)
	if w.svc.CarriesToken(req) {
		t.Error("no token is one")
	}
	req.Header.Set("Authorization", "Bearer x")
	if !w.svc.CarriesToken(req) || w.svc.Name()+w.svc.Path() != "intrexx" {
		t.Error("a token is none")
	}
	if _, err := w.svc.Accept(t.Context(), "ada@example.com"); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("accept: %v", err)
	}
}

// What was done is there for the next service on the same file, in the same
// words.
func TestPersistence(t *testing.T) {
	states(t, func(w *world) {
		w.do("POST", "/intranet/users", ada()).ok(201)
		w.do("PUT", "/intranet/users/6/groups/4", nil).ok(204)
		w.do("POST", "/portals", fresh()).ok(201)
		w.upload("POST", "/intranet/applications", piece{data: zipOf(t, "apps.lax")}).done()
		w.do("PATCH", "/intranet/settings", document{"session_timeout_sek": 120}).done()
		seen := func() map[string]string {
			all := map[string]string{"applications": w.diagnosed("intranet", "applications.json"), "password": w.set["password"]}
			for _, path := range []string{"/portals", "/templates", "/intranet/users/6", "/intranet/users/6/groups", "/intranet/settings",
				"/extranet/mobile", "/intranet/scheduler/jobs", "/intranet/mailservices", "/intranet/licenses", "/intranet/export"} {
				all[path] = w.get(path).Body
			}
			return all
		}
		before, token, path := seen(), w.token, w.db.Path()
		w.srv.Close()
		w.must(w.db.Close())
		w.open(path, 99)
		w.serve()
		w.token = token
		if diff := cmp.Diff(before, seen()); diff != "" {
			w.Error(diff)
		}
	})
}

// No two states agree on what is made up.
func TestStatesDiffer(t *testing.T) {
	public := map[string]bool{"id": true, "guid": true, "name": true, "display_name": true, "jvm_minimal_memory_mb": true,
		"jvm_maximal_memory_mb": true, "session_timeout_sek": true, "anonymous_session_timeout_sek": true, "workflow_event_on_login": true}
	names := func(w *world, path string) map[string]bool {
		found := map[string]bool{}
		var walk func(value any)
		walk = func(value any) {
			switch value := value.(type) {
			case document:
				for name, inner := range value {
					found[name] = !public[name]
					walk(inner)
				}
			case []any:
				for _, inner := range value {
					walk(inner)
				}
			}
		}
		var value any
		w.must(service.Parse([]byte(w.get(path).Body), &value))
		walk(value)
		return found
	}
	a, b := newWorld(t, 1), newWorld(t, 2)
	for _, path := range []string{"/intranet/settings", "/intranet/mobile", "/intranet/reports/engine", "/intranet/export", "/intranet/scheduler/jobs",
		"/intranet/scheduler/standby", "/intranet/scheduler/configuration", "/intranet/mailservices"} {
		one, two := names(a, path), names(b, path)
		made := 0
		for name, invented := range one {
			if invented {
				made++
				if two[name] {
					t.Errorf("%s: two states have %s", path, name)
				}
			}
		}
		if made == 0 {
			t.Errorf("%s: nothing is made up: %v", path, one)
		}
	}
	if a.set["password"] == b.set["password"] {
		t.Error("two states share a password")
	}
	shapes := map[string]bool{}
	for seed := range byte(12) {
		w := newWorld(t, seed)
		r := w.do("PATCH", "/intranet/settings", document{"session_timeout_sek": 5}).done()
		shapes["change "+strconv.Itoa(r.Status)+r.Header.Get("Content-Type")] = true
		shapes["list "+w.get("/portals").Body[:1]] = true
		shapes["error "+w.do("GET", "/nobody/settings", nil).Header.Get("Content-Type")] = true
	}
	if len(shapes) != 8 {
		t.Errorf("twelve states answer in these shapes: %v", slices.Sorted(maps.Keys(shapes)))
	}
}

func TestSeed(t *testing.T) {
	w := newWorld(t, 1)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.svc.Seed(ended, stateRoot, 64); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	w.must(w.db.Update(func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte("state")) }))
	if _, err := w.svc.Settings("x"); !errors.Is(err, errNoState) {
		t.Errorf("without a state: %v", err)
	}
	w.do("GET", "/portals", nil).refused(500, "Internal Server Error")
}

// A record that cannot be read is an error of the service, not a missing one.
func TestDamagedRecord(t *testing.T) {
	w := newWorld(t, 1)
	guid := w.guid("intranet")
	w.must(w.db.Update(func(tx *bolt.Tx) error {
		return stateRoot(tx).Put([]byte(prefixIn+guid+"/user/"+numbered(5)), []byte("{"))
	}))
	w.do("GET", "/intranet/users/5", nil).refused(500, "Internal Server Error")
	w.do("POST", "/intranet/users", ada()).refused(500, "Internal Server Error")
}

func TestNewUsersAtOnce(t *testing.T) {
	w := newWorld(t, 1)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			body := ada()
			body["account"].(document)["login_username"] = "ada." + strconv.Itoa(i)
			req := httptest.NewRequest("POST", "/intrexx/intranet/users", strings.NewReader(encode(body)))
			req.Header.Set("Authorization", "Bearer "+w.token)
			rec := httptest.NewRecorder()
			w.svc.Handler("/intrexx").ServeHTTP(rec, req)
			if rec.Code != 201 {
				t.Errorf("%d %s", rec.Code, rec.Body)
			}
		})
	}
	all.Wait()
	w.see(func(v *view) {
		if n := len(v.users(v.portalByName("intranet"))); n != 9 {
			t.Errorf("%d users", n)
		}
	})
}

// A plain state has names that one might expect, and no two of them in one
// document.
func TestPlainNames(t *testing.T) {
	w := newWorld(t, 3, func(c *Config) { c.Scrambled = false })
	if got := w.get("/intranet/export").object(); got["folder"] != "/opt/intrexx/export" || len(got) != 5 {
		t.Errorf("export: %v", got)
	}
	for _, job := range w.get("/intranet/scheduler/jobs").rows() {
		if kind := job["type"]; kind != nil && kind != "process" && kind != "timer" && kind != "backup" {
			t.Errorf("a job of type %v", kind)
		}
	}
	scrambled := newWorld(t, 3)
	if got := scrambled.get("/intranet/export").object(); got["folder"] != nil || len(got) != 5 {
		t.Errorf("scrambled: %v", got)
	}
}
