package sandbox

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// callDevo calls the seeded account's tokens.
func callDevo(t *testing.T, s *Sandbox, method, suffix, body string) (*http.Response, string, error) {
	t.Helper()
	set := s.Settings()["devo"]
	req, err := http.NewRequestWithContext(t.Context(), method,
		set["url"]+"/ws/accounts/"+set["account"]+"/credentials/tokens"+suffix, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bearer " + set["token"]}, "Content-Type": {"application/json"}, "User-Agent": {"unictl/test"}}
	return send(t, req)
}

func TestDevoStateSurvivesReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	first := box(t, Options{StatePath: path})
	body := `{"name":"night shift","user":"svc-ci@example.com","audience":"http","scopes":"table://a.b"}`
	if resp, got, err := callDevo(t, first, "POST", "", body); err != nil || resp.StatusCode/100 != 2 {
		t.Fatalf("create: %v %v %s", err, resp, got)
	}
	before := first.Settings()["devo"]
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := box(t, Options{StatePath: path})
	after := second.Settings()["devo"]
	if before["token"] == "" || before["token"] != after["token"] || before["api_secret"] != after["api_secret"] {
		t.Error("the credentials changed")
	}
	if _, got, err := callDevo(t, second, "GET", "", ""); err != nil || !strings.Contains(got, "night shift") {
		t.Errorf("the token is gone: %v %s", err, got)
	}
	if err := second.Reset(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	if _, got, err := callDevo(t, second, "GET", "", ""); err != nil || strings.Contains(got, "night shift") || !strings.Contains(got, "dashboards") {
		t.Errorf("after a reset: %v %s", err, got)
	}
}

func TestDevoFaults(t *testing.T) {
	for spec, want := range map[string]struct {
		status int
		body   string
	}{
		"429=every:1,retry-after=7": {429, `{"error":{"code":`}, "5xx=every:1": {500, `{"msg":`},
		"html502=every:1": {502, "<html"}, "expire=every:1": {401, `{"error":{"code":`},
	} {
		faults, err := ParseFaults(spec)
		if err != nil {
			t.Fatal(err)
		}
		resp, got, err := callDevo(t, box(t, Options{Faults: faults}), "GET", "", "")
		if err != nil || resp.StatusCode != want.status || !strings.Contains(got, want.body) {
			t.Errorf("%s: %v %v %s", spec, err, resp, got)
		}
	}
}

// Providers that invite nobody do not clutter the reason.
func TestNothingToAcceptLeavesDevoOut(t *testing.T) {
	_, err := box(t, Options{}).Accept(t.Context(), "nobody@example.com")
	if err == nil || strings.Contains(err.Error(), "devo") {
		t.Errorf("accept: %v", err)
	}
}
