package iot

import (
	"encoding/json"
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
	dialect Dialect
	db      *bolt.DB
	srv     *httptest.Server
	svc     *Service
	set     map[string]string
	token   string // the administrator's
	now     time.Time
}

func stateRoot(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket([]byte("state")) }

func newWorld(t *testing.T, d Dialect, edit ...func(*Config)) *world {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "state.db"), 0o600, &bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{T: t, dialect: d, db: db, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	cfg := Config{Config: service.Config{DB: db, Root: stateRoot, Rand: rand.NewChaCha8([32]byte{7}), Now: func() time.Time { return w.now }}}
	for _, e := range edit {
		e(&cfg)
	}
	w.svc = New(cfg)
	w.must(db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("state"))
		return err
	}))
	w.must(w.svc.Seed(t.Context(), stateRoot, 0))
	w.must(w.svc.SetDialect(string(d)))
	w.serve()
	return w
}

// serve puts the service behind a server and signs the administrator in.
func (w *world) serve() {
	w.Helper()
	w.srv = httptest.NewServer(w.svc.Handler("/iot"))
	w.Cleanup(w.srv.Close)
	var err error
	w.set, err = w.svc.Settings(w.srv.URL + "/iot")
	w.must(err)
	w.token = w.signIn(w.set["user"])
}

// both runs a test in each dialect.
func both(t *testing.T, test func(*world)) {
	for _, d := range []Dialect{DialectJ, DialectK} {
		t.Run(string(d), func(t *testing.T) { test(newWorld(t, d)) })
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// by picks what a dialect is due.
func by[T any](w *world, j, k T) T {
	if w.dialect == DialectJ {
		return j
	}
	return k
}

// reply is an answer as received.
type reply struct {
	w      *world
	Status int
	Header http.Header
	Body   string
}

// send calls as whoever has the token, "" for nobody. The path is below
// /v1/api, or below the server's root when it begins with "^".
func (w *world) send(token, method, path, body string) reply {
	w.Helper()
	url := w.set["url"] + path
	if below, root := strings.CutPrefix(path, "^"); root {
		url = w.srv.URL + "/iot" + below
	}
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	w.must(err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return w.do(req)
}

func (w *world) do(req *http.Request) reply {
	w.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	w.must(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	w.must(err)
	return reply{w: w, Status: resp.StatusCode, Header: resp.Header, Body: string(data)}
}

func (w *world) get(path string) reply { w.Helper(); return w.send(w.token, "GET", path, "") }

// is wants a status and a whole body, and a Content-Type that fits it.
func (r reply) is(status int, body string) reply {
	r.w.Helper()
	kind := kindHTML
	if strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[") {
		kind = kindJSON
	} else if body == "" {
		kind = ""
	}
	if r.Status != status || r.Body != body || r.Header.Get("Content-Type") != kind {
		r.w.Errorf("got %d %s %q\nwant %d %s %q", r.Status, r.Header.Get("Content-Type"), r.Body, status, kind, body)
	}
	return r
}

// ok wants a status of success.
func (r reply) ok(status int) reply {
	r.w.Helper()
	if r.Status != status {
		r.w.Fatalf("status %d, want %d: %.300s", r.Status, status, r.Body)
	}
	return r
}

// page wants the framework's page.
func (r reply) page(status int) {
	r.w.Helper()
	if r.Status != status || r.Header.Get("Content-Type") != kindHTML || !strings.HasPrefix(r.Body, "<!DOCTYPE html>") {
		r.w.Errorf("got %d %q, want a page with %d", r.Status, r.Body, status)
	}
}

// guarded wants the refusal by the guard.
func (r reply) guarded() {
	r.w.Helper()
	r.is(401, by(r.w, `{"business":true,"status":500,"code":401}`, `{"code":401,"status":401,"message":"Not Authorized"}`))
}

func (r reply) into(v any) {
	r.w.Helper()
	if err := json.Unmarshal([]byte(r.Body), v); err != nil {
		r.w.Fatalf("%v: %.300s", err, r.Body)
	}
}

func (r reply) object() map[string]any {
	r.w.Helper()
	var o map[string]any
	r.into(&o)
	return o
}

// credentials is the body of a sign-in.
func credentials(user, password string) string {
	b, err := json.Marshal(map[string]string{"username": user, "password": password})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// signIn makes a token for someone whose password the sandbox knows.
func (w *world) signIn(email string) string {
	w.Helper()
	set, err := w.svc.SettingsFor("", email)
	w.must(err)
	return w.send("", "POST", "/auth/token", credentials(email, set["password"])).ok(200).object()["token"].(string)
}

// person reads a user from the state.
func (w *world) person(email string) (found *user) {
	w.Helper()
	w.must(w.svc.Look(func(v *view) error { found = v.userByEmail(email); return nil }))
	return found
}

func (w *world) id(email string) string {
	w.Helper()
	u := w.person(email)
	if u == nil {
		w.Fatalf("nobody is registered as %s", email)
	}
	return u.ID
}

// invites is a path below the account's invitations.
func (w *world) invites(rest string) string {
	return "/accounts/" + w.set["account"] + "/invites" + rest
}

// pendingNow lists the account's invitations.
func (w *world) pendingNow() (list []string) {
	w.Helper()
	w.get(w.invites("")).ok(200).into(&list)
	return list
}
