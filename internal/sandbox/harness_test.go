package sandbox

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// box opens a sandbox of its own for a test and serves it.
func box(t *testing.T, opt Options) *Sandbox {
	t.Helper()
	if opt.StatePath == "" {
		opt.StatePath = filepath.Join(t.TempDir(), "state.db")
	}
	opt.NoSync = true
	s, err := Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return s
}

// request prepares a signed call of IXON.
func request(t *testing.T, s *Sandbox, method, path, body string) *http.Request {
	t.Helper()
	set := s.Settings()["ixon"]
	req, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(set["url"], "/")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Api-Version": {"2"}, "Api-Application": {set["application"]},
		"Api-Company": {set["company"]}, "Authorization": {"Bearer " + set["token"]},
		"Api-Branding": {"portal.ixon.cloud"}, "Content-Type": {"application/json"}}
	return req
}

// send returns the status and body, and the error that ended either. Each call
// has a connection of its own, so that the client does not repeat it by itself.
func send(t *testing.T, req *http.Request) (*http.Response, string, error) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp, string(data), err
}

func mustSend(t *testing.T, s *Sandbox, method, path, body string, status int) string {
	t.Helper()
	resp, got, err := send(t, request(t, s, method, path, body))
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d: %.300s", method, path, resp.StatusCode, status, got)
	}
	return got
}
