package rest

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func follow() Provider { return Provider{Name: "test", Redirects: SameOriginRepeat} }

// moves answers /start with a redirect and everything else with 200.
func moves(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/start") {
			w.Header()["Location"] = []string{location}
			answer(status, "moved")(w, r)
			return
		}
		answer(http.StatusOK, "{}")(w, r)
	}
}

func startAt(t *testing.T, c *Client, method string) error {
	t.Helper()
	r := Request{Name: "Start", Method: method, Path: "a/start", Query: []Param{{"q", "1"}}}
	if method != http.MethodGet {
		r.Body = []byte(`{"a":1}`)
	}
	_, err := NewCall(c, r, Ignore).Do(t.Context())
	return err
}

func TestSameOriginRedirectsKeepMethodBodyAndHeaders(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 307, 308} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			s := serve(t, moves(status, "/b/end?x=2"))
			p := follow()
			p.Headers = http.Header{"Api-Application": {"app"}}
			if err := startAt(t, connect(t, p, Conn{BaseURL: s.URL, Auth: Bearer("token")}), method); err != nil {
				t.Fatalf("%d %s: %v", status, method, err)
			}
			got := s.requests()
			if len(got) != 2 {
				t.Fatalf("%d %s: %d requests", status, method, len(got))
			}
			want := got[0]
			want.Target = "/b/end?x=2"
			if diff := cmp.Diff(want, got[1]); diff != "" {
				t.Errorf("%d %s: -want +got\n%s", status, method, diff)
			}
			if got[1].Header.Get("Authorization") != "Bearer token" || got[1].Header.Get("Api-Application") != "app" {
				t.Errorf("%d %s: headers %v", status, method, got[1].Header)
			}
		}
	}
}

func TestARelativeLocationIsRelativeToTheRequest(t *testing.T) {
	t.Parallel()
	s := serve(t, moves(301, "end"))
	if err := startAt(t, connect(t, follow(), Conn{BaseURL: s.URL + "/base"}), http.MethodPost); err != nil {
		t.Fatal(err)
	}
	if got := s.requests()[1].Target; got != "/base/a/end" {
		t.Errorf("went to %s", got)
	}
}

func TestRedirectsThatAreNotFollowed(t *testing.T) {
	t.Parallel()
	other := serve(t, answer(200, "{}"))
	secure := serveTLS(t, answer(200, "{}"))
	rows := []struct {
		name, method, location string
		status                 int
		policy                 Redirects
		kind                   Kind
		names                  string // in the message
	}{
		{"policy none", http.MethodGet, "/b/end", 301, NoRedirects, Failed, "/b/end"},
		{"policy none, write", http.MethodPost, "/b/end", 302, NoRedirects, Failed, "/b/end"},
		{"303 on a write", http.MethodPost, "/b/end", 303, SameOriginRepeat, Unknown, "/b/end"},
		{"302 on a write", http.MethodPost, "/b/end", 302, SameOriginRepeat, Failed, "/b/end"},
		{"other port", http.MethodGet, other.URL + "/end", 307, SameOriginRepeat, Failed, other.Listener.Addr().String()},
		{"other scheme", http.MethodGet, secure.URL + "/end", 307, SameOriginRepeat, Failed, secure.URL},
		{"other host", http.MethodGet, "http://elsewhere.invalid/end", 301, SameOriginRepeat, Failed, "elsewhere.invalid"},
		{"user-info", http.MethodGet, "http://canary:canary@elsewhere.invalid/", 301, SameOriginRepeat, Failed, "elsewhere.invalid"},
		{"no location", http.MethodGet, "", 301, SameOriginRepeat, Failed, "no usable Location"},
		{"broken location", http.MethodGet, "http://[::1", 301, SameOriginRepeat, Failed, "no usable Location"},
		{"control characters", http.MethodGet, "http://h\u009b31m.invalid/\u202e", 301, SameOriginRepeat, Failed, "invalid"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, moves(row.status, row.location))
			err := startAt(t, connect(t, Provider{Redirects: row.policy}, Conn{BaseURL: s.URL, Auth: Bearer("canary"), Retries: 2}), row.method)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Kind != row.kind || e.Status != row.status || s.count() != 1 {
				t.Fatalf("%d requests, %#v", s.count(), err)
			}
			if !strings.Contains(e.Message, row.names) || !strings.Contains(e.Message, s.URL) {
				t.Errorf("does not name both places: %s", e.Message)
			}
			if strings.Contains(e.Message, "canary") || !isPrintable(e.Message) {
				t.Errorf("not safe to print: %q", e.Message)
			}
		})
	}
	if n := other.count() + secure.count(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

func TestReadsFollowSeeOther(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 303} {
		s := serve(t, moves(status, "/b/end"))
		if err := startAt(t, connect(t, follow(), Conn{BaseURL: s.URL}), http.MethodGet); err != nil || s.count() != 2 {
			t.Errorf("%d: %d requests, %v", status, s.count(), err)
		}
	}
}

func TestRedirectLoopsEnd(t *testing.T) {
	t.Parallel()
	s := serve(t, moves(301, "start"))
	err := startAt(t, connect(t, follow(), Conn{BaseURL: s.URL, Retries: 3}), http.MethodPost)
	if !Is(err, Failed) || s.count() != 1+maxRedirects {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}
