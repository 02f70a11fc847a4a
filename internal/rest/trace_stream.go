package rest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

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
