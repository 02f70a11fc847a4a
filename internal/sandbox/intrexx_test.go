package sandbox

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// portalCall prepares a signed call of Intrexx, after a sign-in of its own.
func portalCall(t *testing.T, s *Sandbox, method, path, body string) *http.Request {
	t.Helper()
	set := s.Settings()["intrexx"]
	name, err := json.Marshal(map[string]string{"name": set["user"], "password": set["password"]})
	if err != nil {
		t.Fatal(err)
	}
	signIn, err := http.NewRequestWithContext(t.Context(), "POST", set["url"]+"/auth", strings.NewReader(string(name)))
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := send(t, signIn)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, set["url"]+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return req
}

func TestIntrexxIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	s := box(t, Options{StatePath: path})
	before := s.Settings()["intrexx"]["password"]
	if resp, got, err := send(t, portalCall(t, s, "GET", "/portals", "")); err != nil || resp.StatusCode != 200 || before == "" {
		t.Errorf("%v %s", err, got)
	}
	_ = s.Close()
	s = box(t, Options{StatePath: path})
	if after := s.Settings()["intrexx"]["password"]; after != before {
		t.Errorf("password was %q and is %q", before, after)
	}
	if err := s.Reset(t.Context(), 0); err != nil || s.Settings()["intrexx"]["password"] == before {
		t.Errorf("the password outlives a reset: %v", err)
	}
}

func TestDockerFault(t *testing.T) {
	s := faulty(t, "docker=on")
	resp, got, err := send(t, portalCall(t, s, "GET", "/templates", ""))
	if err != nil || resp.StatusCode != 404 || !strings.Contains(got, "<html>") {
		t.Errorf("templates: %v %s", err, got)
	}
	if resp, got, err := send(t, portalCall(t, s, "GET", "/intranet/settings", "")); err != nil || resp.StatusCode != 200 {
		t.Errorf("settings: %v %s", err, got)
	}
	if _, err := ParseFaults("docker=off"); err == nil || !strings.Contains(err.Error(), "want on") {
		t.Errorf("docker=off: %v", err)
	}
}

// A 301 befalls the services that may move, and the place it names answers.
func TestMovedFault(t *testing.T) {
	s := faulty(t, "301=every:1")
	mustSend(t, s, "GET", "/users", "", 200) // IXON does not move
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	set := s.Settings()["intrexx"]
	body, err := json.Marshal(map[string]string{"name": set["user"], "password": set["password"]})
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{set["url"] + "/_moved/", "/intrexx/_moved/"} {
		resp, err := client.Post(set["url"]+"/auth", "application/json", strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		to := resp.Header.Get("Location")
		if resp.StatusCode != 301 || !strings.HasPrefix(to, form) {
			t.Fatalf("%s %q, want %s", resp.Status, to, form)
		}
		if strings.HasPrefix(to, "/") {
			to = strings.TrimSuffix(set["url"], "/intrexx") + to
		}
		resp, err = client.Post(to, "application/json", strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		token, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || strings.Count(string(token), ".") != 2 {
			t.Errorf("%s %s %v", resp.Status, token, err)
		}
	}
}

func TestFaultsOfIntrexx(t *testing.T) {
	cut := faulty(t, "cut=every:2")
	resp, got, err := send(t, portalCall(t, cut, "GET", "/intranet/diagnosis", ""))
	if resp == nil || resp.StatusCode != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(got, "PK") {
		t.Errorf("cut: %v %q", err, got)
	}
	if _, err := zip.NewReader(strings.NewReader(got), int64(len(got))); err == nil {
		t.Error("the zip is whole")
	}
	// Signing in carries no token, so the first signed call is the first counted.
	if resp, got, err := send(t, portalCall(t, faulty(t, "expire=every:1"), "GET", "/portals", "")); err != nil || resp.StatusCode != 401 || !strings.Contains(got, "expired") {
		t.Errorf("expire: %v %s", err, got)
	}
}
