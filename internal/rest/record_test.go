package rest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// Writes are told of, before they are sent and when they ended; reads, sign-ins
// and what is refused before it is sent are not.
func TestRecord(t *testing.T) {
	var calls int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		w.Header().Set("X-Id", "r-1")
		if r.URL.Path == "/refused" {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer server.Close()
	var told []string
	var full error
	conn := Conn{BaseURL: server.URL, Record: func(_ context.Context, w Write) (Over, error) {
		told = append(told, "before "+w.Method+" "+w.Call)
		return func(_ context.Context, id string, err error) {
			told = append(told, "after "+id)
			if err != nil {
				told = append(told, err.Error())
			}
		}, full
	}}
	c, err := New(Provider{Name: "x", RequestID: "X-Id"}, conn)
	if err != nil {
		t.Fatal(err)
	}
	send := func(r Request) error {
		r.NoAuth = true
		_, err := NewCall(c, r, func(*Response) (struct{}, error) { return struct{}{}, nil }).Do(t.Context())
		return err
	}
	for _, r := range []Request{
		{Name: "Read", Method: http.MethodGet, Path: "a"}, {Name: "SignIn", Method: http.MethodPost, Path: "a", SignIn: true},
		{Name: "NoID", Method: http.MethodDelete, Path: "a/"},
	} {
		_ = send(r)
	}
	if len(told) > 0 {
		t.Errorf("told of %q", told)
	}
	_ = send(Request{Name: "Make", Method: http.MethodPost, Path: "a"})
	refused := send(Request{Name: "Drop", Method: http.MethodDelete, Path: "refused"})
	if want := []string{"before POST Make", "after r-1", "before DELETE Drop", "after r-1", refused.Error()}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	before := calls
	full = errors.New("the disk is full")
	if err := send(Request{Name: "Make", Method: http.MethodPost, Path: "a"}); !errors.Is(err, full) || calls != before {
		t.Errorf("%v, %d calls: it was sent without a record", err, calls-before)
	}
}
