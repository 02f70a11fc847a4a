package service

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

func TestRouter(t *testing.T) {
	type op struct{ method, path string }
	ops := []op{{"GET", "users/{id}"}, {"DELETE", "users/{id}"}, {"GET", "/users/me"}, {"PUT", "{portal}/{id}/x"}}
	r := NewRouter(ops, func(o *op) (string, string) { return o.method, o.path })
	for _, c := range []struct {
		method, path, found string
		values              map[string]string
		others              []string
	}{
		{"GET", "users/7", "users/{id}", map[string]string{"id": "7"}, nil},
		{"GET", "users/me", "/users/me", map[string]string{}, nil},
		{"DELETE", "users/me", "users/{id}", map[string]string{"id": "me"}, nil},
		{"POST", "users/me", "", nil, []string{"GET", "GET", "DELETE"}},
		{"PUT", "a/b/x", "{portal}/{id}/x", map[string]string{"portal": "a", "id": "b"}, nil},
		{"GET", "a/b/y", "", nil, nil},
		{"GET", "users", "", nil, nil},
	} {
		op, values, others := r.Find(c.method, strings.Split(c.path, "/"))
		path := ""
		if op != nil {
			path = op.path
		}
		if diff := cmp.Diff([]any{c.found, c.values, c.others}, []any{path, values, others}); diff != "" {
			t.Errorf("%s %s: %s", c.method, c.path, diff)
		}
	}
	if diff := cmp.Diff([]string{"a b", "", "%ZZ"}, Segments("a%20b//%ZZ")); diff != "" {
		t.Error(diff)
	}
}

// room is a sight of a state that is a bucket of numbers.
type room struct{ State }

func TestCore(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "state.db"), 0o600, &bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	errNone := errors.New("no state")
	root := func(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket([]byte("state")) }
	core := NewCore(Config{DB: db}, func(tx *bolt.Tx) (*room, error) {
		if root(tx) == nil {
			return nil, errNone
		}
		return &room{State{Root: root(tx)}}, nil
	})
	if err := core.Look(func(*room) error { return nil }); !errors.Is(err, errNone) {
		t.Errorf("without a state: %v", err)
	}
	if err := db.Update(func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("state")); return err }); err != nil {
		t.Fatal(err)
	}
	put := func(method string, n int, result error) error {
		return core.Serve(method, func(v *room) error { v.Put(v.Root, "n", n); return result })
	}
	stored := func() (n *int) {
		err := core.Look(func(v *room) error { n = Get[int](&v.State, v.Root, "n"); return nil })
		if err != nil {
			t.Error(err)
		}
		return n
	}
	refused := errors.New("refused")
	if err := put("POST", 1, refused); !errors.Is(err, refused) || stored() != nil {
		t.Errorf("a refused call: %v, %v is kept", err, stored())
	}
	if err := put("GET", 2, nil); !errors.Is(err, bolterrors.ErrTxNotWritable) || stored() != nil {
		t.Errorf("a read that writes: %v", err)
	}
	if err := put("POST", 3, nil); err != nil || *stored() != 3 {
		t.Errorf("a write: %v", err)
	}
	err = core.Change(func(v *room) error {
		v.Fail(v.Root.Put([]byte("n"), []byte("{")))
		if Get[int](&v.State, v.Root, "n") != nil {
			t.Error("half a value is one")
		}
		return refused
	})
	if err == nil || errors.Is(err, refused) || *stored() != 3 {
		t.Errorf("what cannot be read: %v", err)
	}
}

func TestAnswer(t *testing.T) {
	send := func(a Answer) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		a.Send(rec)
		return rec
	}
	rec := send(JSON(201, "application/json", map[string]string{"a": "<&>"}))
	if rec.Code != 201 || rec.Body.String() != `{"a":"<&>"}` || rec.Header().Get("Content-Length") != "11" {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	rec = send(Answer{Header: map[string]string{"Location": "/x", "Allow": ""}})
	if want := (http.Header{"Location": {"/x"}, "Content-Length": {"0"}}); rec.Code != 200 || !cmp.Equal(rec.Header(), want) {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	rec = send(Answer{Kind: "text/plain", Stream: func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }})
	if rec.Body.String() != "x" || rec.Header().Get("Content-Length") != "" {
		t.Errorf("a stream: %v %s", rec.Header(), rec.Body)
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("a stream that fails ends as if it were whole")
		}
	}()
	send(Answer{Stream: func(io.Writer) error { return io.ErrUnexpectedEOF }})
}

func TestSigner(t *testing.T) {
	mine := Signer{Key: "k", Realm: "J."}
	token := mine.Sign(map[string]string{"alg": "x"}, map[string]int{"exp": 7})
	payload, ok := TokenPart(token, 1)
	if !mine.Signed(token) || !ok || string(payload) != `{"exp":7}` {
		t.Errorf("%s: %s", token, payload)
	}
	for what, other := range map[string]bool{
		"another key":    Signer{Key: "other", Realm: "J."}.Signed(token),
		"another realm":  Signer{Key: "k", Realm: "K."}.Signed(token),
		"another token":  mine.Signed(strings.Replace(token, ".", "x.", 1)),
		"no signature":   mine.Signed(token[:strings.LastIndexByte(token, '.')]),
		"nothing at all": mine.Signed(""),
	} {
		if other {
			t.Errorf("%s is taken", what)
		}
	}
	if Hash("a", "b") == Hash("b", "a") || !Same("a", "a") || Same("a", "b") {
		t.Error("secrets compare wrongly")
	}
}
