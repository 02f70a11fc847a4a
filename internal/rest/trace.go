package rest

import (
	"bytes"
	"context"
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

// content shows what goes up without reading it.
func (t *trace) content(w io.Writer, call *Request) {
	shown := t.client.safe(call.Content.Shown)
	if call.Sensitive {
		shown = redacted
	}
	fmt.Fprintf(w, "> %s (streamed, %d bytes)\n", shown, call.Content.Size)
}

// streamed shows the head of an answer at once, and how many bytes followed it
// when they have come.
func (t *trace) streamed(text *strings.Builder, answer *http.Response, start time.Time) {
	fmt.Fprintf(text, "< %s after %s\n", t.client.excerpt([]byte(answer.Status)), time.Since(start).Round(time.Millisecond))
	t.headers(text, "< ", answer.Header)
	t.write(text.String())
	answer.Body = &counted{ReadCloser: answer.Body, done: func(bytes int64, err error) {
		end := ""
		if err != nil {
			end = ": " + t.client.safe((&bodyError{answer.StatusCode, err}).Error())
		}
		t.write(fmt.Sprintf("< (streamed) %d bytes after %s%s\n", bytes, time.Since(start).Round(time.Millisecond), end))
	}}
}

// counted counts a body on its way through and tells when it is closed.
type counted struct {
	io.ReadCloser
	bytes int64
	err   error // other than its end
	done  func(bytes int64, err error)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.bytes += int64(n)
	if err != io.EOF {
		c.err = err
	}
	return n, err
}

func (c *counted) Close() error {
	c.done(c.bytes, c.err)
	return c.ReadCloser.Close()
}

// Meter is told how a long call goes. Its methods may be called from another
// goroutine than the one that sends, one at a time.
type Meter interface {
	// Begin starts counting from zero; total is how many bytes will move, or -1
	// when that is not known or none will. An attempt may begin more than once
	// before it ends: when a body goes up again after a renewed credential or a
	// redirect, and when the length of an answer becomes known.
	Begin(total int64)
	// Moved adds bytes that went up or came down.
	Moved(bytes int64)
	// End is the end of an attempt that has begun, however it ended.
	End()
}

type meterKey struct{}

// WithMeter gives the calls made with the context a meter; only calls that are
// declared Long use it.
func WithMeter(ctx context.Context, m Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// gauge stands before a Meter: the transport may go on reading a body that
// nobody waits for any more, and that must not count. A nil gauge has no meter.
type gauge struct {
	meter Meter
	mu    sync.Mutex
	turn  int // Begins and Ends so far
	begun bool
}

func gaugeOf(ctx context.Context, call *Request) *gauge {
	if m, ok := ctx.Value(meterKey{}).(Meter); ok && call.Long {
		return &gauge{meter: m}
	}
	return nil
}

// begin starts counting; the function it returns counts until the next begin
// or end.
func (g *gauge) begin(total int64) (moved func(int64)) {
	if g == nil {
		return func(int64) {}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turn++
	g.begun = true
	g.meter.Begin(total)
	mine := g.turn
	return func(bytes int64) {
		g.mu.Lock()
		defer g.mu.Unlock()
		if bytes > 0 && g.turn == mine {
			g.meter.Moved(bytes)
		}
	}
}

func (g *gauge) end() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.turn++
	if g.begun {
		g.meter.End()
	}
	g.begun = false
}
