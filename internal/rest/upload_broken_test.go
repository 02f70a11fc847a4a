package rest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
)

// listen is a service at the level of the connection.
func listen(t *testing.T, handle func(*net.TCPConn, *bufio.Reader)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				buffer := bufio.NewReader(conn)
				for line := ""; line != "\r\n"; { // the head
					if line, err = buffer.ReadString('\n'); err != nil {
						return
					}
				}
				_, _ = io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n")
				handle(conn.(*net.TCPConn), buffer)
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

// endless is a generated file.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// generated is a content of size bytes that are nowhere.
func generated(size int64) *Content {
	return &Content{Size: size, Type: "application/zip", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.LimitReader(endless{}, size)), nil
	}}
}

// A file that is not what it was announced to be is never a whole request.
func TestAFileThatChangesWhileItIsSent(t *testing.T) {
	t.Parallel()
	of := func(r io.Reader) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(r), nil }
	}
	for name, row := range map[string]struct {
		size int64
		open func() (io.ReadCloser, error)
		want string
	}{
		"shorter":      {10, of(strings.NewReader("short")), "it ends after 5 bytes where 10 bytes were announced"},
		"longer":       {4, of(strings.NewReader("longer")), "longer than the 4 bytes announced"},
		"longer, late": {4, of(iotest.OneByteReader(strings.NewReader("longer"))), "longer than the 4 bytes announced"},
		"not empty":    {0, of(strings.NewReader("longer")), "longer than the 0 bytes announced"},
		"broken": {10, of(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("disk on fire")))),
			"cannot be read after 4 bytes: disk on fire"},
		"broken at its end": {4, of(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("disk on fire")))), "disk on fire"},
		"missing":           {4, func() (io.ReadCloser, error) { return os.Open(filepath.Join(t.TempDir(), "none.zip")) }, "none.zip"},
		"its own":           {4, func() (io.ReadCloser, error) { return nil, &Error{Kind: BadInput, Message: "no zip"} }, "no zip"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := make(chan bool, 8)
			s := bare(t, func(w http.ResponseWriter, r *http.Request) {
				_, err := io.ReadAll(r.Body)
				whole <- err == nil
				answer(200, "{}")(w, r)
			})
			c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 3})
			err := send(t, c, uploading(http.MethodPost, &Content{Size: row.size, Open: row.open}))
			if !Is(err, BadInput) || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%v", err)
			}
			s.Close()
			if len(whole) > 1 || (len(whole) == 1 && <-whole) {
				t.Error("the service had a whole request, or several")
			}
		})
	}
}

func TestAnUploadThatBrokeOffWasNotCarriedOut(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodPost, http.MethodPatch} {
		var asked atomic.Int64
		url := listen(t, func(conn *net.TCPConn, body *bufio.Reader) {
			asked.Add(1)
			_, _ = io.CopyN(io.Discard, body, 1<<20)
			_ = conn.SetLinger(0)
		})
		err := send(t, connect(t, Provider{}, Conn{BaseURL: url, Retries: 3}), uploading(method, generated(500_000_000)))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Kind != Temporary || !strings.HasPrefix(e.Message, "the upload broke off after ") ||
			!strings.Contains(e.Message, " MB of 500 MB: ") || asked.Load() != 1 {
			t.Errorf("%s: asked %d times, %v", method, asked.Load(), err)
		}
	}
}

func TestAWholeUploadWithoutAnAnswerHasAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	const size = 2 << 20
	url := listen(t, func(_ *net.TCPConn, body *bufio.Reader) { _, _ = io.CopyN(io.Discard, body, size) })
	err := send(t, connect(t, Provider{}, Conn{BaseURL: url, Retries: 3}), uploading(http.MethodPost, generated(size)))
	if !Is(err, Unknown) {
		t.Errorf("%v", err)
	}
}

// A proxy answers, and closes without reading on.
func TestAnEarlyRefusalIsReported(t *testing.T) {
	t.Parallel()
	const page = "<html><title>413 Request Entity Too Large</title></html>"
	for status, want := range map[string]Kind{"413 Too Large": Failed, "504 Gateway Timeout": Temporary, "403 Forbidden": Credential} {
		url := listen(t, func(conn *net.TCPConn, body *bufio.Reader) {
			_, _ = io.CopyN(io.Discard, body, 1<<20)
			_, _ = io.WriteString(conn, "HTTP/1.1 "+status+"\r\nContent-Length: "+strconv.Itoa(len(page))+"\r\n\r\n"+page)
		})
		for range 10 { // each a race between the answer and the broken connection
			err := send(t, connect(t, Provider{}, Conn{BaseURL: url}), uploading(http.MethodPost, generated(100<<20)))
			if runtime.GOOS == "windows" && strings.Contains(err.Error(), "broke off") {
				continue // it drops an answer when the connection is reset after it
			}
			if KindOf(err) != want || !strings.Contains(err.Error(), status[:3]) {
				t.Fatalf("%s: %v", status, err)
			}
		}
	}
}

func TestAnInterruptedUploadIsNotUnknown(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	url := listen(t, func(_ *net.TCPConn, body *bufio.Reader) {
		_, _ = io.CopyN(io.Discard, body, 1<<20)
		cancel()
		time.Sleep(time.Second)
	})
	c := connect(t, Provider{}, Conn{BaseURL: url, Retries: 3})
	if _, err := NewCall(c, uploading(http.MethodPost, generated(500<<20)), Ignore).Do(ctx); err != context.Canceled {
		t.Errorf("%v", err)
	}
}
