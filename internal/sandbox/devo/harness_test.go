package devo

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unictl/internal/sandbox/service"

	bolt "go.etcd.io/bbolt"
)

// world is a seeded service behind a real server, with a clock of its own.
type world struct {
	*testing.T
	srv *httptest.Server
	svc *Service
	set map[string]string
	now time.Time
}

// newWorld makes one whose inventions follow from the seed.
func newWorld(t *testing.T, seed byte) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 3, 1, 12, 0, 0, 250_000_000, time.UTC)}
	w.open(filepath.Join(t.TempDir(), "state.db"), seed, true)
	return w
}

// open serves the state of a file, making it first when fresh.
func (w *world) open(path string, seed byte, fresh bool) {
	w.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoSync: true})
	w.must(err)
	w.Cleanup(func() { _ = db.Close() })
	root := func(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket([]byte("state")) }
	w.svc = New(Config{Config: service.Config{Scrambled: true, DB: db, Root: root, Rand: rand.NewChaCha8([32]byte{seed}), Now: func() time.Time { return w.now }}})
	w.must(err)
	if fresh {
		w.must(db.Update(func(tx *bolt.Tx) error {
			_, err := tx.CreateBucket([]byte("state"))
			return err
		}))
		w.must(w.svc.Seed(w.Context(), root, 64))
	}
	w.srv = httptest.NewServer(w.svc.Handler("/devo"))
	w.Cleanup(w.srv.Close)
	w.set, err = w.svc.Settings(w.srv.URL + "/devo")
	w.must(err)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// edit changes a request's headers; the empty value takes one away.
type edit map[string]string

func bearer(value string) edit { return edit{"Authorization": "Bearer " + value} }

// reply is an answer as received.
type reply struct {
	w      *world
	Status int
	Header http.Header
	Body   string
}

// at sends to a path below the API's URL.
func (w *world) at(method, path, body string, edits ...edit) reply {
	w.Helper()
	req, err := http.NewRequest(method, w.set["url"]+path, strings.NewReader(body))
	w.must(err)
	req.Header = http.Header{"Authorization": {"Bearer " + w.set["token"]}, "User-Agent": {"unictl/test"}}
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
	return reply{w, resp.StatusCode, resp.Header, string(data)}
}

// do sends to a path below the account's tokens.
func (w *world) do(method, suffix, body string, edits ...edit) reply {
	w.Helper()
	return w.at(method, "/ws/accounts/"+w.set["account"]+"/credentials/tokens"+suffix, body, edits...)
}

// ok wants a status and returns the reply.
func (r reply) ok(status int) reply {
	r.w.Helper()
	if r.Status != status || len(r.Header.Get("X-Devo-Cid")) != 16 {
		r.w.Fatalf("status %d, want %d: %v %.400s", r.Status, status, r.Header, r.Body)
	}
	return r
}

// refused wants the error envelope with a status and a message.
func (r reply) refused(status int, message string) reply {
	r.w.Helper()
	var said struct {
		Error struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	r.ok(status)
	r.w.must(json.Unmarshal([]byte(r.Body), &said))
	if said.Error.Message != message || said.Error.Code < 600 || r.Header.Get("Content-Type") != "application/json" {
		r.w.Fatalf("got %s, want %q", r.Body, message)
	}
	return r
}

func (r reply) object() map[string]any {
	r.w.Helper()
	var one map[string]any
	r.w.must(json.Unmarshal([]byte(r.Body), &one))
	return one
}

func (w *world) list(edits ...edit) []map[string]any {
	w.Helper()
	var all []map[string]any
	w.must(json.Unmarshal([]byte(w.do("GET", "", "", edits...).ok(200).Body), &all))
	return all
}

// suffix is the path of the first token of a name.
func (w *world) suffix(name string) string {
	w.Helper()
	for _, row := range w.list() {
		if row["name"] == name {
			return "/" + strconv.Itoa(int(row["id"].(float64)))
		}
	}
	w.Fatalf("no token %q", name)
	return ""
}

// valueIn finds what a get shows beyond the fields of a list.
func (w *world) valueIn(row map[string]any) string {
	w.Helper()
	value := ""
	for name, one := range row {
		if !strings.Contains(documented, " "+name+" ") {
			if value != "" {
				w.Fatalf("more than one field is new: %v", row)
			}
			value = one.(string)
		}
	}
	return value
}

const documented = " name id scope owner user audience token_type active expiration account created updated expires_in_seconds "
