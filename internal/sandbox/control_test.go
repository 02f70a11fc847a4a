package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

const invitation = `{"emailAddress":"ada@example.com","groupRoles":[{"group":{"publicId":"%g"},"role":{"publicId":"%r"}}]}`

// firstID reads the publicId of the first row of a list.
func firstID(t *testing.T, s *Sandbox, path string) string {
	t.Helper()
	var page struct {
		Data []struct {
			PublicID string `json:"publicId"`
		} `json:"data"`
	}
	if err := json.Unmarshal([]byte(mustSend(t, s, "GET", path, "", 200)), &page); err != nil {
		t.Fatal(err)
	}
	return page.Data[0].PublicID
}

func TestRunningSandboxIsControlled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	s := box(t, Options{StatePath: path})
	if _, found := Running(path); found {
		t.Error("found before it was announced")
	}
	if err := s.Announce(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path + ".serve.json")
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("lock file: %v %v", info, err)
	}
	running, found := Running(path)
	if !found || running.PID != os.Getpid() {
		t.Fatalf("running: %v %v", running, found)
	}
	settings, err := running.Settings(t.Context())
	if err != nil || settings["ixon"]["token"] != s.Settings()["ixon"]["token"] {
		t.Errorf("settings: %v %v", settings, err)
	}
	body := strings.NewReplacer("%g", firstID(t, s, "/groups"), "%r", firstID(t, s, "/roles")).Replace(invitation)
	mustSend(t, s, "POST", "/invites", body, 201)
	accepted, err := running.Accept(t.Context(), "Ada@example.com")
	if err != nil || len(accepted["ixon"]) != 12 {
		t.Errorf("accept: %v %v", accepted, err)
	}
	var late *AcceptError
	if _, err := running.Accept(t.Context(), "ada@example.com"); !errors.As(err, &late) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("accepting twice: %v", err)
	}
	var calls bytes.Buffer
	if err := running.Calls(t.Context(), &calls); err != nil || !strings.Contains(calls.String(), `"path":"/ixon/api/invites"`) {
		t.Errorf("calls: %s %v", calls.String(), err)
	}
	old := s.Settings()["ixon"]["token"]
	if err := running.Reset(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	if s.Settings()["ixon"]["token"] == old {
		t.Error("a reset kept the token")
	}
	if got := mustSend(t, s, "GET", "/users?page-size=100&fields=publicId", "", 200); strings.Count(got, "publicId") != 5 {
		t.Errorf("after the reset: %s", got)
	}
	if err := running.Reset(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "at least 2") {
		t.Errorf("reset to one person: %v", err)
	}
	_ = s.Close()
	if _, err := os.Stat(path + ".serve.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the announcement stayed: %v", err)
	}
}

func TestControlNeedsTheKey(t *testing.T) {
	s := box(t, Options{})
	for _, key := range []string{"", "guess"} {
		for _, name := range []string{"settings", "calls", "reset", "accept"} {
			req := request(t, s, "POST", "", "{}")
			req.URL.Path = "/_sandbox/" + name
			req.Header.Set(KeyHeader, key)
			if resp, _, err := send(t, req); err != nil || resp.StatusCode != 401 {
				t.Errorf("%s with %q: %v %v", name, key, resp, err)
			}
		}
	}
	rec := httptest.NewRecorder()
	req := httptest.NewRequest("GET", "/_sandbox/settings", nil)
	req.RemoteAddr = "192.0.2.9:4000"
	req.Header.Set(KeyHeader, s.key)
	s.Handler().ServeHTTP(rec, req)
	if rec.Code != http.StatusForbidden {
		t.Errorf("from another machine: %d", rec.Code)
	}
}

func TestStaleAnnouncements(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	var asked atomic.Int32
	impostor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get(KeyHeader) != "" {
			t.Error("the key was sent to something that had not proved itself")
		}
		_, _ = w.Write([]byte(`{"status":"ok","proof":"guess"}`))
	}))
	defer impostor.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := "http://" + free.Addr().String()
	_ = free.Close()
	for name, content := range map[string]string{
		"not JSON": "{", "gone": `{"url":"` + gone + `","key":"k"}`, "impostor": `{"url":"` + impostor.URL + `","key":"k"}`,
		"another machine": `{"url":"` + strings.Replace(impostor.URL, "127.0.0.1", "0.0.0.0", 1) + `","key":"k"}`, // which reaches the impostor, if it is tried
	} {
		if err := os.WriteFile(path+".serve.json", []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, found := Running(path); found {
			t.Errorf("%s: %v", name, s)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the impostor was asked %d times, want once: what is not local is not asked", n)
	}
}
