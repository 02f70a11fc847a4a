package intrexx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unictl/internal/sandbox/service"

	bolt "go.etcd.io/bbolt"
)

// world is a seeded service behind a real server, with a clock of its own.
type world struct {
	*testing.T
	db    *bolt.DB
	srv   *httptest.Server
	svc   *Service
	set   map[string]string
	token string
	now   time.Time
	calls int
}

func stateRoot(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket([]byte("state")) }

func newWorld(t *testing.T, seed byte, edit ...func(*Config)) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	w.open(filepath.Join(t.TempDir(), "state.db"), seed, edit...)
	w.must(w.db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("state"))
		return err
	}))
	w.must(w.svc.Seed(t.Context(), stateRoot, 0))
	w.serve()
	return w
}

// open makes a service on a state file, new or not.
func (w *world) open(path string, seed byte, edit ...func(*Config)) {
	w.Helper()
	var err error
	w.db, err = bolt.Open(path, 0o600, &bolt.Options{NoSync: true})
	w.must(err)
	w.Cleanup(func() { _ = w.db.Close() })
	cfg := Config{Building: -1, Config: service.Config{Scrambled: true, DB: w.db, Root: stateRoot, Rand: rand.NewChaCha8([32]byte{seed}),
		Now: func() time.Time { return w.now }}}
	for _, e := range edit {
		e(&cfg)
	}
	w.svc = New(cfg)
}

// serve puts the service behind a server and signs in.
func (w *world) serve() {
	w.Helper()
	w.srv = httptest.NewServer(w.svc.Handler("/intrexx"))
	w.Cleanup(w.srv.Close)
	var err error
	w.set, err = w.svc.Settings(w.srv.URL + "/intrexx")
	w.must(err)
	w.token = w.signIn(w.set["password"]).ok(200).Body
}

// states runs a test in several states: what is made up differs between them.
func states(t *testing.T, test func(*world)) {
	for seed := range byte(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { test(newWorld(t, seed)) })
	}
}

// stateWhere looks for a state that made up what a test needs.
func stateWhere(t *testing.T, suits func(*view) bool) *world {
	t.Helper()
	for seed := range byte(100) {
		w, found := newWorld(t, seed), false
		if w.see(func(v *view) { found = suits(v) }); found {
			return w
		}
	}
	t.Fatal("none of a hundred states suits")
	return nil
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// word is what the state calls something.
func (w *world) word(role string) (word string) {
	w.Helper()
	w.see(func(v *view) { word = v.word(role) })
	return word
}

func (w *world) see(at func(*view)) {
	w.Helper()
	w.must(w.svc.Look(func(v *view) error { at(v); return nil }))
}

// reply is an answer as received.
type reply struct {
	w      *world
	Status int
	Header http.Header
	Body   string
}

func (w *world) signIn(password string) reply {
	w.Helper()
	return w.as("", "POST", "/auth", encode(document{"name": w.set["user"], "password": password}))
}

func encode(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// do calls with the token; Content-Type is sent with every other body only.
func (w *world) do(method, path string, body any) reply {
	w.Helper()
	text, isText := body.(string)
	if body != nil && !isText {
		text = encode(body)
	}
	return w.as(w.token, method, path, text)
}

// as calls with a token, "" for none.
func (w *world) as(token, method, path, body string) reply {
	w.Helper()
	req, err := http.NewRequest(method, w.set["url"]+path, strings.NewReader(body))
	w.must(err)
	if w.calls++; body != "" && w.calls%2 == 0 {
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return w.send(req)
}

func (w *world) send(req *http.Request) reply {
	w.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	w.must(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	w.must(err)
	return reply{w: w, Status: resp.StatusCode, Header: resp.Header, Body: string(data)}
}

func (w *world) get(path string) reply { w.Helper(); return w.do("GET", path, nil).ok(200) }

// ok wants one of some statuses.
func (r reply) ok(status ...int) reply {
	r.w.Helper()
	for _, s := range status {
		if r.Status == s {
			return r
		}
	}
	r.w.Fatalf("status %d, want %d: %.300s", r.Status, status, r.Body)
	return r
}

// done wants a change that succeeded, in whatever form.
func (r reply) done() reply { r.w.Helper(); return r.ok(200, 202, 204) }

// refused wants a status and a part of the text, in whatever shape.
func (r reply) refused(status int, text string) reply {
	r.w.Helper()
	said := r.Body
	if strings.HasPrefix(said, "{") {
		said = ""
		for _, value := range r.object() {
			said += fmt.Sprintln(value)
		}
	}
	if r.Status != status || !strings.Contains(said, text) {
		r.w.Errorf("got %d %s\nwant %d with %q", r.Status, r.Body, status, text)
	}
	return r
}

func (r reply) object() (o document) {
	r.w.Helper()
	if err := service.Parse([]byte(r.Body), &o); err != nil {
		r.w.Fatalf("%v: %.300s", err, r.Body)
	}
	return o
}

// rows reads a list, bare or below the only name.
func (r reply) rows() (rows []document) {
	r.w.Helper()
	raw := json.RawMessage(r.Body)
	if bytes.HasPrefix(raw, []byte("{")) {
		var wrapped map[string]json.RawMessage
		r.w.must(json.Unmarshal(raw, &wrapped))
		if len(wrapped) != 1 {
			r.w.Fatalf("not one name around a list: %s", r.Body)
		}
		for _, inner := range wrapped {
			raw = inner
		}
	}
	if err := service.Parse(raw, &rows); err != nil || rows == nil {
		r.w.Fatalf("no list: %v %s", err, r.Body)
	}
	return rows
}

// id is the last part of Location, which must begin as given.
func (r reply) id(begin string) string {
	r.w.Helper()
	location := r.Header.Get("Location")
	id, found := strings.CutPrefix(location, begin)
	if !found || id == "" || strings.Contains(id, "/") {
		r.w.Fatalf("Location %q, want it to begin with %q", location, begin)
	}
	return id
}
