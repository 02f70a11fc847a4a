package rest

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
)

func TestTrapAnotherContentTypeLeavesTheResultEmpty(t *testing.T) {
	t.Parallel()
	var result struct{ Name string }
	s := serve(t, answer(200, `{"name":"Ada"}`, "Content-Type", "text/html"))
	if _, err := plainResty(s).R().SetResult(&result).Get("/x"); err != nil || result.Name != "" {
		t.Errorf("resty: %+v, %v: is the trap gone?", result, err)
	}
	if got, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x"); err != nil || !strings.Contains(string(got), "Ada") {
		t.Errorf("ours: %s, %v", got, err)
	}
	s = serve(t, answer(200, page, "Content-Type", "text/html"))
	if _, err := plainResty(s).R().SetResult(&result).Get("/x"); err != nil {
		t.Errorf("resty: %v: is the trap gone?", err)
	}
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x"); !Is(err, Failed) {
		t.Errorf("ours takes a web page: %v", err)
	}
}

func TestTrapA500IsNoError(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(500, ""))
	if r, err := plainResty(s).R().Get("/x"); err != nil || r.StatusCode() != 500 {
		t.Errorf("resty: %v: is the trap gone?", err)
	}
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x"); !Is(err, Temporary) {
		t.Errorf("ours: %v", err)
	}
}

func TestTrapABodilessPostIsSentChunked(t *testing.T) {
	t.Parallel()
	encodings := make(chan []string, 2)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		encodings <- r.TransferEncoding
		answer(200, "{}")(w, r)
	})
	if _, err := plainResty(s).R().Post("/x"); err != nil {
		t.Fatal(err)
	}
	if got := <-encodings; len(got) != 1 || got[0] != "chunked" {
		t.Errorf("resty: %q: is the trap gone?", got)
	}
	if _, err := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL}), Request{Method: "POST", Path: "x"}, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := <-encodings; len(got) != 0 || s.requests()[1].Header.Get("Content-Length") != "0" {
		t.Errorf("ours: %q", got)
	}
}

// logged keeps what resty's debug mode says.
type logged struct{ pages }

func (l *logged) Errorf(format string, v ...any) { _, _ = fmt.Fprintf(&l.pages, format, v...) }
func (l *logged) Warnf(format string, v ...any)  { l.Errorf(format, v...) }
func (l *logged) Debugf(format string, v ...any) { l.Errorf(format, v...) }

func TestTrapDebugShowsSecrets(t *testing.T) {
	t.Parallel()
	secrets := []string{"canary-auth", "canary-query", "canary-body", "canary-answer"}
	s := serve(t, answer(200, `{"token":"canary-answer"}`))
	var log logged
	_, err := plainResty(s).SetLogger(&log).SetDebug(true).R().SetAuthToken("canary-auth").
		SetQueryParam("t", "canary-query").SetBody(`{"password":"canary-body"}`).Post("/x")
	if err != nil {
		t.Fatal(err)
	}
	var out pages
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: Bearer("canary-auth"), Trace: &out})
	r := Request{Name: "Write", Method: http.MethodPost, Path: "x", Query: []Param{{"t", "canary-query"}}, Body: []byte(`{"password":"canary-body"}`)}
	if _, err := NewCall(c, r, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets {
		if !strings.Contains(log.String(), secret) {
			t.Errorf("resty hides %s: is the trap gone?", secret)
		}
		if strings.Contains(out.String(), secret) {
			t.Errorf("ours shows %s", secret)
		}
	}
}

// Not parallel: it borrows os.Stderr.
func TestTrapLogLinesOnStderr(t *testing.T) {
	s := serve(t, reset)
	theirs := stderrOf(t, func() {
		if _, err := resty.New().SetRetryCount(1).SetRetryWaitTime(time.Millisecond).R().Get(s.URL); err == nil {
			t.Error("resty: no error")
		}
	})
	if !strings.Contains(theirs, "WARN") || !strings.Contains(theirs, "ERROR") {
		t.Errorf("resty wrote %q: is the trap gone?", theirs)
	}
	ours := stderrOf(t, func() {
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1, Auth: Bearer("token")})
		if _, err := fetch(t, c, "x"); err == nil {
			t.Error("ours: no error")
		}
	})
	if ours != "" {
		t.Errorf("ours wrote %q", ours)
	}
}

// stderrOf is what do writes to a logger that it makes on os.Stderr.
func stderrOf(t *testing.T, do func()) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = write
	defer func() { os.Stderr = before }()
	text := make(chan []byte, 1)
	go func() {
		all, _ := io.ReadAll(read)
		text <- all
	}()
	do()
	_ = write.Close()
	return string(<-text)
}
