package rest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
)

// static answers every request with the same status line, header and body.
type static struct{ status, header, body string }

func (s static) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusBadRequest, Status: s.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"X-Request-Id": {s.header}}, Body: io.NopCloser(strings.NewReader(s.body)), ContentLength: -1,
	}, nil
}

// FuzzRedaction surrounds a known secret with whatever a server may send and
// looks at all that a person is shown.
func FuzzRedaction(f *testing.F) {
	f.Add("<html>\x1b[31m", "\u202e</html>", false)
	f.Add(`{"message":"`, `"}`, false)
	f.Add(`{"password":"`, `","name":["`, true)
	f.Add(strings.Repeat("\u00e9", 118), "\xff\xfe\x00", false)
	f.Add(strings.Repeat(" ", 4<<10-5), "\u009b", true)
	f.Add(`{"name":"`+strings.Repeat("y", 4<<10-20), `"}`, false)
	f.Fuzz(func(t *testing.T, before, after string, asJSON bool) {
		const secret = "canary-7f3a-secret"
		body := before + secret + after
		if asJSON {
			quoted, err := json.Marshal(map[string]string{"name": body, before: secret, "other": body})
			if err != nil {
				t.Fatal(err)
			}
			body = string(quoted)
		}
		var out pages
		secrets := &Secrets{}
		secrets.Add(secret)
		p := shown()
		p.Failure = func(r *Response, e *Error) { e.Message += string(r.Body) }
		c := connect(t, p, Conn{BaseURL: "https://portal.example.com", Secrets: secrets})
		bottom := &trace{client: c, out: &out, next: static{"400 " + before + secret, before + secret + after, body}}
		c.resty.GetClient().Transport = attempt{client: c, next: bottom}
		_, err := NewCall(c, Get("Read", "x", Param{"fields", before + secret}), Ignore).Do(context.Background())
		if err == nil {
			t.Fatal("no error")
		}
		for _, text := range []string{err.Error(), c.excerpt([]byte(body)), out.String()} {
			if strings.Contains(text, "canary-7f3a") {
				t.Errorf("shows the secret: %q", text)
			}
			for _, r := range text {
				if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
					t.Errorf("shows %U: %q", r, text)
				}
			}
			if strings.Count(text, "\n") > strings.Count(out.String(), "\n") {
				t.Errorf("breaks its line: %q", text)
			}
		}
		for line := range strings.Lines(out.String()) {
			if line[0] != '<' && line[0] != '>' {
				t.Errorf("a line of the server's own: %q", line)
			}
		}
	})
}
