package rest

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

const canary = "canary-7f3a\"9c<b>e1"

// pages collects what is written, from many goroutines.
type pages struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *pages) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *pages) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func shown() Provider {
	return Provider{
		Name: "test", Headers: http.Header{"Api-Application": {"app-1"}},
		Show: Allow{Headers: []string{"Api-Application", "X-Request-Id"}, Query: []string{"fields"}, JSON: []string{"name", "message"}},
	}
}

func traced(t *testing.T, s *service, out io.Writer) *Client {
	t.Helper()
	return connect(t, shown(), Conn{
		BaseURL: s.URL, Auth: Bearer("unknown-to-secrets-canary"), Trace: out, UserAgent: "unictl/1", Secrets: &Secrets{},
	})
}

func TestTheTraceShowsOnlyWhatIsListed(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(http.StatusOK, `{"name":"Ada","secretId":"canary","list":[{"token":"canary"},"canary",1234567],"ok":true}`,
		"X-Request-Id", "r-1", "Set-Cookie", "canary", "X-Other", "canary"))
	var out pages
	c := traced(t, s, &out)
	r := Request{
		Name: "Write", Method: http.MethodPost, Path: "things", Query: []Param{{"fields", "name"}, {"token", "canary"}},
		Header: http.Header{"X-Secret": {"canary"}}, Body: []byte(`{"name":"Grace","password":"canary","pin":1234567}`),
	}
	if _, err := NewCall(c, r, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for _, secret := range []string{"canary", "1234567"} {
		if strings.Contains(got, secret) {
			t.Errorf("shows %q:\n%s", secret, got)
		}
	}
	for _, harmless := range []string{
		"> POST " + s.URL + "/things?fields=name&token=[redacted]", "Api-Application: app-1", "User-Agent: unictl/1",
		"X-Secret: [redacted]", `"name":"Grace"`, `"password":"[redacted]"`, "< 200 OK after", "X-Request-Id: r-1",
		"Set-Cookie: [redacted]", `"name":"Ada"`, `"ok":true`, "bytes",
	} {
		if !strings.Contains(got, harmless) {
			t.Errorf("does not show %q:\n%s", harmless, got)
		}
	}
}

func TestTheTraceOfASensitiveBodyIsEmpty(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(http.StatusOK, "{}"))
	var out pages
	r := Request{Name: "SignIn", Method: http.MethodPost, Path: "tokens", Body: []byte(`{"name":"canary"}`), Sensitive: true}
	if _, err := NewCall(traced(t, s, &out), r, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "canary") || !strings.Contains(got, "[redacted] (17 bytes)") {
		t.Error(got)
	}
}

// What a server echoes may stand under any name: known values are masked
// everywhere, also where a text is cut or encoded.
func TestKnownSecretsAreMaskedWhereverAServerEchoesThem(t *testing.T) {
	t.Parallel()
	padding := strings.Repeat("x", 115)
	quoted := strings.NewReplacer(`"`, `\"`).Replace(canary)
	rows := map[string]http.HandlerFunc{
		"allowed key":    answer(400, `{"message":"bad token `+quoted+`"}`),
		"long message":   answer(400, `{"message":"`+strings.Repeat("x", 4<<10-26)+quoted+`"}`),
		"web page":       answer(500, "<html>"+canary+"</html>"),
		"cut web page":   answer(500, "<html>"+padding+canary),
		"far away":       answer(500, strings.Repeat(" ", 4<<10-8)+canary),
		"allowed header": answer(400, "", "X-Request-Id", padding+canary),
		"allowed query":  answer(400, "{}"),
		"location":       answer(301, "", "Location", "/"+strings.ReplaceAll(canary, `"`, "%22")),
		"status text": func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.1 400 "+canary+"\x1b[31m\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		},
		"not HTTP": func(w http.ResponseWriter, _ *http.Request) { raw(w, "SSH-2.0 "+canary+"\x1b[31m\r\n\r\n") },
	}
	for name, handle := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, handle)
			var out pages
			p := shown()
			p.Failure = func(r *Response, e *Error) {
				e.Code, e.RequestID = string(r.Body), r.Header.Get("X-Request-Id")
				e.Fields = []Field{{Name: string(r.Body), Message: string(r.Body)}}
			}
			secrets := &Secrets{}
			secrets.Add(canary)
			c := connect(t, p, Conn{BaseURL: s.URL, Auth: Bearer(canary), Trace: &out, Secrets: secrets})
			_, err := fetch(t, c, "x", Param{"fields", canary})
			e, ok := errors.AsType[*Error](err)
			if !ok {
				t.Fatalf("%v", err)
			}
			all := []string{e.Error(), e.Hint, e.URL, e.Code, e.RequestID, firstField(e), out.String()}
			for cause := error(e); cause != nil; cause = errors.Unwrap(cause) {
				all = append(all, cause.Error())
			}
			for _, text := range all {
				if strings.Contains(text, "canary") || !isPrintable(strings.ReplaceAll(text, "\n", "")) {
					t.Errorf("shows %q", text)
				}
			}
			if !strings.Contains(out.String(), "> GET "+s.URL) {
				t.Errorf("no trace: %s", out.String())
			}
		})
	}
}

func firstField(e *Error) string {
	if len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Name + e.Fields[0].Message
}

// raw answers with bytes that net/http would not write.
func raw(w http.ResponseWriter, text string) {
	conn, buffer, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = buffer.WriteString(text)
	_ = buffer.Flush()
	_ = conn.Close()
}

func TestTracesOfParallelCallsDoNotMix(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(http.StatusOK, `{"name":"Ada"}`))
	var out strings.Builder // unlike pages it relies on the trace's own lock
	c := traced(t, s, &out)
	parallel(8, func() {
		if _, err := fetch(t, c, "x"); err != nil {
			t.Error(err)
		}
	})
	exchanges := strings.Split(strings.TrimPrefix(out.String(), "> GET "), "> GET ")
	for _, one := range exchanges {
		if strings.Count(one, "< 200 OK") != 1 || strings.Count(one, `"name":"Ada"`) != 1 {
			t.Errorf("mixed: %q", one)
		}
	}
	if len(exchanges) != 8 {
		t.Errorf("%d exchanges", len(exchanges))
	}
}

func TestHostileTextInTheTrace(t *testing.T) {
	t.Parallel()
	const hostile = "ad\u200ba\u202e\u009b2J\u200e\ufeff\u061c\u3164"
	s := serve(t, answer(http.StatusTeapot, `{"name":"`+hostile+`","message":"`+hostile+`"}`, "X-Request-Id", hostile))
	var out pages
	_, err := fetch(t, traced(t, s, &out), "x")
	for name, text := range map[string]string{"trace": out.String(), "error": err.Error()} {
		if text == "" || strings.ContainsAny(text, "\u200b\u202e\u009b\u200e\ufeff\u061c\u3164") {
			t.Errorf("%s: %q", name, text)
		}
	}
	if !strings.Contains(out.String(), `ad\u200ba`) {
		t.Errorf("the trace drops it: %q", out.String())
	}
}
