package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// trace writes every exchange to stderr, redacted by allow-list. It sits above
// authorize: the credential is not yet on the request when the trace sees it.
// An exchange is written whole, so that those of parallel calls do not mix; one
// of a Long call as it goes.
type trace struct {
	client *Client
	out    io.Writer
	next   http.RoundTripper
	mu     sync.Mutex
}

func (t *trace) RoundTrip(r *http.Request) (*http.Response, error) {
	var text strings.Builder
	fmt.Fprintf(&text, "> %s %s\n", printable(r.Method), t.client.shownURL(r.URL))
	t.headers(&text, "> ", r.Header)
	call := exchangeOf(r).call
	if call.Body != nil {
		t.body(&text, "> ", call.Body, call.Sensitive)
	}
	if call.Content != nil {
		t.content(&text, call)
	}
	if call.Long { // whoever waits wants to see for what
		t.write(text.String())
		text.Reset()
	}
	start := time.Now()
	answer, err := t.next.RoundTrip(r)
	took := time.Since(start).Round(time.Millisecond)
	if err != nil {
		fmt.Fprintf(&text, "< no answer after %s: %s\n", took, t.client.safe(rootCause(err)))
		t.write(text.String())
		return nil, err
	}
	if call.receives(answer) {
		t.streamed(&text, answer, start)
		return answer, nil
	}
	body, err := t.client.hold(answer, r.Method)
	fmt.Fprintf(&text, "< %s after %s, %d bytes\n", t.client.excerpt([]byte(answer.Status)), took, len(body))
	t.headers(&text, "< ", answer.Header)
	if err != nil {
		fmt.Fprintf(&text, "< %s\n", t.client.safe(err.Error()))
	}
	t.body(&text, "< ", body, false)
	t.write(text.String())
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func (t *trace) write(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.out, t.client.secrets.Mask(text))
}

// alwaysShown are headers that no provider puts secrets in.
var alwaysShown = [...]string{
	"Accept", "Accept-Encoding", "Content-Length", "Content-Type", "Date", "Expect", "Retry-After", "User-Agent",
}

func (t *trace) headers(w io.Writer, mark string, h http.Header) {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := redacted
		if slices.Contains(alwaysShown[:], name) || slices.Contains(t.client.provider.Show.Headers, name) {
			value = t.client.excerpt([]byte(t.client.shownHeader(name, h[name])))
		}
		fmt.Fprintf(w, "%s%s: %s\n", mark, printable(name), value)
	}
}

func (t *trace) body(w io.Writer, mark string, body []byte, sensitive bool) {
	if len(body) == 0 {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if sensitive || decoder.Decode(&value) != nil {
		fmt.Fprintf(w, "%s%s (%d bytes)\n", mark, redacted, len(body))
		return
	}
	shown, err := Body(t.redact(value, false))
	if err != nil {
		return
	}
	fmt.Fprintf(w, "%s%s\n", mark, clip(t.client.safe(string(shown)), 4<<10))
}

// redact keeps the shape of a JSON value; texts and numbers only where the key
// they stand under is listed as harmless.
func (t *trace) redact(value any, shown bool) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			v[key] = t.redact(inner, slices.Contains(t.client.provider.Show.JSON, key))
		}
		return v
	case []any:
		for i := range v {
			v[i] = t.redact(v[i], shown)
		}
		return v
	case string, json.Number:
		if !shown {
			return redacted
		}
	}
	return value
}

func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes in all)", strings.ToValidUTF8(text[:most], ""), len(text))
}
