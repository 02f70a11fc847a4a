package ixon

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
	"unictl/internal/testserver"
)

// world is a seeded service behind a real server, with a clock of its own.
type world struct {
	*testing.T
	srv *httptest.Server
	svc *Service
	set map[string]string
	now time.Time
}

func newWorld(t *testing.T, size int) *world {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "state.db"), 0o600, &bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{T: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	root := func(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket([]byte("state")) }
	w.svc = New(Config{Config: service.Config{Scrambled: true, DB: db, Root: root, Rand: rand.NewChaCha8([32]byte{7}), Now: func() time.Time { return w.now }}})
	w.must(err)
	w.must(db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("state"))
		return err
	}))
	w.must(w.svc.Seed(t.Context(), root, size))
	// Whatever is accepted and answered is as IXON publishes it.
	w.srv = httptest.NewServer(testserver.Published(w.svc.Handler("/ixon/api"), "/ixon/api", false, func(fault string) { t.Error(fault) }))
	t.Cleanup(w.srv.Close)
	w.set, err = w.svc.Settings(w.srv.URL + "/ixon/api")
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// edit changes a request's headers; the empty value takes one away.
type edit map[string]string

// reply is an answer as received.
type reply struct {
	w      *world
	Status int
	Body   string
	Kind   string          `json:"type"`
	State  string          `json:"status"`
	Data   json.RawMessage `json:"data"`
	More   *string         `json:"moreAfter"`
}

func (w *world) do(method, path, body string, edits ...edit) reply {
	w.Helper()
	req, err := http.NewRequest(method, strings.TrimSuffix(w.set["url"], "/")+path, strings.NewReader(body))
	w.must(err)
	req.Header = http.Header{"Api-Version": {"2"}, "Api-Application": {w.set["application"]},
		"Api-Company": {w.set["company"]}, "Authorization": {"Bearer " + w.set["token"]},
		"Api-Branding": {defaultBranding}}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, e := range edits {
		for name, value := range e {
			req.Header.Set(name, value)
			if value == "" {
				req.Header.Del(name)
			}
		}
	}
	resp, err := http.DefaultClient.Do(req)
	w.must(err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	w.must(err)
	out := reply{w: w, Status: resp.StatusCode, Body: string(data)}
	w.must(json.Unmarshal(data, &out))
	return out
}

func (w *world) get(path string, edits ...edit) reply {
	w.Helper()
	return w.do(http.MethodGet, path, "", edits...)
}

// ok wants a status and returns the reply.
func (r reply) ok(status int) reply {
	r.w.Helper()
	if r.Status != status || r.State != "success" {
		r.w.Fatalf("status %d, want %d: %.400s", r.Status, status, r.Body)
	}
	return r
}

// refused wants an error whose first entry says so.
func (r reply) refused(status int, message, property string) reply {
	r.w.Helper()
	var entries []entry
	r.w.must(json.Unmarshal(r.Data, &entries))
	got := ""
	if entries[0].PropertyName != nil {
		got = *entries[0].PropertyName
	}
	if r.Status != status || r.State != "error" || r.Kind != "Error" || entries[0].Message != message || got != property {
		r.w.Fatalf("got %d %s, want %d %q %q", r.Status, r.Body, status, message, property)
	}
	return r
}

// rows decodes a list, which may have come as an object.
func (r reply) rows() []map[string]any {
	r.w.Helper()
	if r.Data[0] == '{' {
		return []map[string]any{r.row()}
	}
	var all []map[string]any
	r.w.must(json.Unmarshal(r.Data, &all))
	return all
}

func (r reply) row() map[string]any {
	r.w.Helper()
	var one map[string]any
	r.w.must(json.Unmarshal(r.Data, &one))
	return one
}

// id finds the publicId of the row of a list whose column has a value.
func (w *world) id(list, column, value string) string {
	w.Helper()
	q := url.Values{"page-size": {"4000"}, "fields": {"publicId," + column}}
	for _, row := range w.get(list + "?" + q.Encode()).ok(200).rows() {
		if row[column] == value {
			return row["publicId"].(string)
		}
	}
	w.Fatalf("%s: nothing with %s %q", list, column, value)
	return ""
}

func ref(id string) string { return `{"publicId":"` + id + `"}` }

func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return "?" + q.Encode()
}
