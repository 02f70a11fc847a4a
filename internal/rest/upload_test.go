package rest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fileOf is a content that counts how often it is opened and not closed again.
func fileOf(text string) (c *Content, opened, open *atomic.Int64) {
	opened, open = &atomic.Int64{}, &atomic.Int64{}
	return &Content{Size: int64(len(text)), Type: "application/zip", Shown: "app.zip", Open: func() (io.ReadCloser, error) {
		opened.Add(1)
		open.Add(1)
		return closing{strings.NewReader(text), open}, nil
	}}, opened, open
}

type closing struct {
	io.Reader
	open *atomic.Int64
}

func (c closing) Close() error {
	c.open.Add(-1)
	return nil
}

// leftOpen waits for the transport, which closes a body that it has no more use
// for in its own time.
func leftOpen(open *atomic.Int64) int64 {
	for range 200 {
		if open.Load() == 0 {
			return 0
		}
		time.Sleep(10 * time.Millisecond)
	}
	return open.Load()
}

func uploading(method string, content *Content) Request {
	return Request{Name: "Import", Method: method, Path: "things", Long: true, Content: content}
}

func send(t testing.TB, c *Client, r Request) error {
	t.Helper()
	_, err := NewCall(c, r, Ignore).Do(t.Context())
	return err
}

// bare is a service that leaves reading the body to its handler.
func bare(t testing.TB, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s
}

func TestAContentIsSentWithItsLengthAndType(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"PK\x03\x04 a zip", "", strings.Repeat("z", 3<<20)} {
		var length int64
		var chunked []string
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			length, chunked = r.ContentLength, r.TransferEncoding
			answer(201, `{"id":1}`)(w, r)
		})
		content, opened, open := fileOf(text)
		c := connect(t, Provider{}, Conn{BaseURL: s.URL})
		body, err := NewCall(c, uploading(http.MethodPost, content), JSON[json.RawMessage]).Do(t.Context())
		if err != nil || string(body) != `{"id":1}` {
			t.Fatalf("%s, %v", body, err)
		}
		got := s.requests()[0]
		if got.Body != text || got.Header.Get("Content-Type") != "application/zip" {
			t.Errorf("%d bytes of %q", len(got.Body), got.Header.Get("Content-Type"))
		}
		if length != int64(len(text)) || chunked != nil {
			t.Errorf("Content-Length %d, Transfer-Encoding %q", length, chunked)
		}
		if asked := got.Header.Get("Expect") != ""; asked != (len(text) > 1<<20) {
			t.Errorf("%d bytes: Expect %q", len(text), got.Header.Get("Expect"))
		}
		if opened.Load() != 1 || leftOpen(open) != 0 {
			t.Errorf("opened %d times, %d left open", opened.Load(), leftOpen(open))
		}
	}
}

func TestADryRunAndTheTraceShowWhatTheContentIsCalled(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	var out pages
	c := traced(t, s, &out)
	content, opened, _ := fileOf("canary-in-the-file")
	r := uploading(http.MethodPost, content)
	preview := NewCall(c, r, Ignore).Preview()
	if string(preview.Body) != `"app.zip"` || preview.Headers["Content-Type"] != "application/zip" || opened.Load() != 0 {
		t.Errorf("preview %+v, opened %d times", preview, opened.Load())
	}
	if err := send(t, c, r); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); !strings.Contains(got, "> app.zip (streamed, 18 bytes)\n") || strings.Contains(got, "canary") {
		t.Errorf("trace:\n%s", got)
	}
	r.Sensitive = true
	if got := NewCall(c, r, Ignore).Preview(); string(got.Body) != `"[redacted]"` {
		t.Errorf("sensitive: %s", got.Body)
	}
}

// resty sends a reader chunked, and with retries holds all of it first.
func TestTrapRestyKnowsNoLength(t *testing.T) {
	t.Parallel()
	var length int64
	theirs := bare(t, func(_ http.ResponseWriter, r *http.Request) { length = r.ContentLength })
	body := struct{ io.Reader }{bytes.NewReader(make([]byte, 100))}
	if _, err := plainResty(&service{Server: theirs}).R().SetBody(body).Post("/things"); err != nil {
		t.Fatal(err)
	}
	if length != -1 {
		t.Errorf("resty sent a length of %d: is the trap gone?", length)
	}
}
