package rest

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func previewOf(t *testing.T, c *Client, r Request) string {
	t.Helper()
	text, err := Body(NewCall(c, r, Ignore).Preview())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThePreviewIsTheRequestWithoutItsSecrets(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	secrets := &Secrets{}
	secrets.Add(canary)
	c := connect(t, shown(), Conn{BaseURL: s.URL, Auth: Bearer("canary"), Secrets: secrets, UserAgent: "unictl/1"})
	body, err := Body(map[string]string{"password": canary, "name": "Ada"})
	if err != nil {
		t.Fatal(err)
	}
	r := Request{
		Name: "Write", Method: http.MethodPost, Path: Path("a b", "..", "x/y"), Query: []Param{{"q", canary}, {"fields", "a,b"}},
		Header: http.Header{"Authorization": {"Basic canary"}, "X-Token": {"canary"}}, Body: body,
	}
	got := NewCall(c, r, Ignore).Preview()
	want := Preview{
		Method: http.MethodPost, URL: s.URL + "/a%20b/%2E%2E/x%2Fy?q=[redacted]&fields=a%2Cb",
		Headers: map[string]string{
			"Accept": "application/json", "Api-Application": "app-1", "Authorization": "[redacted]",
			"Content-Type": "application/json", "User-Agent": "unictl/1", "X-Token": "[redacted]",
		},
		Body: json.RawMessage(`{"name":"Ada","password":"[redacted]"}`),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if s.count() != 0 {
		t.Errorf("a preview sent %d requests", s.count())
	}
	if _, err := NewCall(c, r, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sent := s.requests()[0]; !strings.HasPrefix(sent.Target, "/a%20b/%2E%2E/x%2Fy?q=canary") || sent.Body != string(body) {
		t.Errorf("sent %+v", sent)
	}
}

func TestPreviewsAreJSONWhateverTheBody(t *testing.T) {
	t.Parallel()
	secrets := &Secrets{}
	secrets.Add("12345678")
	c := connect(t, Provider{}, Conn{BaseURL: "https://portal.example.com", Secrets: secrets})
	for name, row := range map[string]struct{ body, want string }{
		"a secret number": {`{"pin":12345678}`, `"body":"{\"pin\":[redacted]}"`},
		"text":            {"a=b&c=12345678", `"body":"a=b&c=[redacted]"`},
	} {
		got := previewOf(t, c, Request{Method: http.MethodPost, Path: "x", Body: []byte(row.body)})
		if !strings.Contains(got, row.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	got := previewOf(t, c, Request{Method: http.MethodPost, Path: "x", Body: []byte("canary"), Sensitive: true})
	if strings.Contains(got, "canary") {
		t.Error(got)
	}
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	p := Provider{Headers: http.Header{"Api-Version": {"2"}}}
	c := connect(t, p, Conn{BaseURL: s.URL + "/api", Auth: Bearer("token"), UserAgent: "unictl/1"})
	common := func(more http.Header) http.Header {
		h := http.Header{
			"Accept": {"application/json"}, "Accept-Encoding": {"gzip"}, "Api-Version": {"2"},
			"Authorization": {"Bearer token"}, "User-Agent": {"unictl/1"},
		}
		for name, values := range more {
			h[name] = values
		}
		return h
	}
	for _, row := range []struct {
		name string
		call Request
		want seen
	}{
		{"read", Get("Read", Path("users", "a/b c"), Param{"fields", "a,b(c)"}, Param{"x", "1"}, Param{"x", "2"}),
			seen{"GET", "/api/users/a%2Fb%20c?fields=a%2Cb%28c%29&x=1&x=2", "", common(nil)}},
		{"read of nothing", Get("Discovery", ""), seen{"GET", "/api/", "", common(nil)}},
		{"dots", Get("Read", Path("users", "..", ".")), seen{"GET", "/api/users/%2E%2E/%2E", "", common(nil)}},
		{"write", Request{Method: "POST", Path: "x", Body: []byte(`{"a":"<b>"}`)},
			seen{"POST", "/api/x", `{"a":"<b>"}`, common(http.Header{"Content-Type": {"application/json"}, "Content-Length": {"11"}})}},
		{"write of nothing", Request{Method: "POST", Path: "x"}, seen{"POST", "/api/x", "", common(http.Header{"Content-Length": {"0"}})}},
		{"removal", Request{Method: "DELETE", Path: "x"}, seen{"DELETE", "/api/x", "", common(nil)}},
		{"removal with a body", Request{Method: "DELETE", Path: "x", Body: []byte("[1]")},
			seen{"DELETE", "/api/x", "[1]", common(http.Header{"Content-Type": {"application/json"}, "Content-Length": {"3"}})}},
		{"read with a body", Request{Method: "GET", Path: "x", Body: []byte("a"), Type: "text/plain", Header: http.Header{"Accept": {"text/csv"}}},
			seen{"GET", "/api/x", "a", common(http.Header{"Content-Type": {"text/plain"}, "Content-Length": {"1"}, "Accept": {"text/csv"}})}},
	} {
		if _, err := NewCall(c, row.call, Ignore).Do(t.Context()); err != nil {
			t.Fatalf("%s: %v", row.name, err)
		}
		all := s.requests()
		if diff := cmp.Diff(row.want, all[len(all)-1]); diff != "" {
			t.Errorf("%s: -want +got\n%s", row.name, diff)
		}
	}
}

func TestCompressedAnswersAreRead(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(`{"a":1}`))
		_ = z.Close()
	})
	var out pages
	for _, conn := range []Conn{{BaseURL: s.URL}, {BaseURL: s.URL, Trace: &out}} {
		if got, err := fetch(t, connect(t, Provider{}, conn), "x"); err != nil || string(got) != `{"a":1}` {
			t.Errorf("%s, %v", got, err)
		}
	}
}
