package rest

import (
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
