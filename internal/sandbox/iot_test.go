package sandbox

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// iotCall signs in to the IoT platform and asks for the account's invitations.
func iotCall(t *testing.T, s *Sandbox) (*http.Response, string) {
	t.Helper()
	set := s.Settings()["iot"]
	body, err := json.Marshal(map[string]string{"username": set["user"], "password": set["password"]})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", set["url"]+"/auth/token", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	_, got, err := send(t, req)
	var signed struct {
		Token string `json:"token"`
	}
	if err != nil || json.Unmarshal([]byte(got), &signed) != nil {
		t.Fatalf("sign-in: %v %s", err, got)
	}
	req, err = http.NewRequestWithContext(t.Context(), "GET", set["url"]+"/accounts/"+set["account"]+"/invites", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+signed.Token)
	resp, got, err := send(t, req)
	if err != nil {
		t.Fatal(err)
	}
	return resp, got
}

func TestDialectIsKeptAndSwitched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	first := box(t, Options{StatePath: path})
	account := first.Settings()["iot"]["account"]
	if got := first.Settings()["iot"]["dialect"]; got != "K" {
		t.Errorf("at first %q", got)
	}
	_ = first.Close()
	_ = box(t, Options{StatePath: path, Dialect: "J"}).Close()
	third := box(t, Options{StatePath: path})
	if set := third.Settings()["iot"]; set["dialect"] != "J" || set["account"] != account {
		t.Errorf("settings %v", set)
	}
	if resp, got := iotCall(t, third); resp.StatusCode != 200 || !strings.Contains(got, "new.person@example.com") {
		t.Errorf("invitations: %s %s", resp.Status, got)
	}
	_ = third.Close()
	for _, open := range []func() (*Sandbox, error){
		func() (*Sandbox, error) { return Open(t.Context(), Options{StatePath: path, Dialect: "L"}) },
		func() (*Sandbox, error) { return Reset(t.Context(), Options{StatePath: path, Dialect: "L"}) },
	} {
		if _, err := open(); err == nil || !strings.Contains(err.Error(), "Keycloak") {
			t.Errorf("an unknown dialect: %v", err)
		}
	}
	if set := box(t, Options{StatePath: path}).Settings()["iot"]; set["account"] != account {
		t.Error("an unknown dialect threw the state away")
	}
}

func TestResetChoosesTheDialect(t *testing.T) {
	s := box(t, Options{})
	if err := s.Announce(); err != nil {
		t.Fatal(err)
	}
	running, ok := Running(s.opt.StatePath)
	if !ok {
		t.Fatal("not running")
	}
	for _, dialect := range Dialects() {
		if err := running.ResetWith(t.Context(), Fresh{Size: 10, Dialect: dialect}); err != nil {
			t.Fatal(err)
		}
		if got := s.Settings()["iot"]["dialect"]; got != dialect {
			t.Errorf("%s: speaks %s", dialect, got)
		}
	}
	before := s.Settings()["iot"]["account"]
	if err := running.ResetWith(t.Context(), Fresh{Dialect: "L"}); err == nil || s.Settings()["iot"]["account"] != before {
		t.Errorf("an unknown dialect: %v", err)
	}
}

func TestSettingsForAnotherPerson(t *testing.T) {
	s := box(t, Options{})
	if err := s.Announce(); err != nil {
		t.Fatal(err)
	}
	running, ok := Running(s.opt.StatePath)
	if !ok {
		t.Fatal("not running")
	}
	own := s.Settings()["iot"]
	embedded, err := s.SettingsFor(own["other_user"])
	if err != nil {
		t.Fatal(err)
	}
	served, err := running.SettingsFor(t.Context(), own["other_user"])
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []map[string]map[string]string{embedded, served} {
		if got := set["iot"]; len(set) != 1 || got["user"] != own["other_user"] || got["password"] != own["other_password"] || got["url"] != own["url"] {
			t.Errorf("settings %v", set)
		}
	}
	_, here := s.SettingsFor("stranger+x@example.com")
	_, there := running.SettingsFor(t.Context(), "stranger+x@example.com")
	for _, err := range []error{here, there} {
		var nobody *PersonError
		if !errors.As(err, &nobody) || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "iot: nobody is registered as stranger+x@example.com") {
			t.Errorf("a stranger: %v", err)
		}
	}
}

func TestAcceptAcrossProviders(t *testing.T) {
	s := box(t, Options{})
	got, err := s.Accept(t.Context(), "new.person@example.com")
	if err != nil || len(got) != 1 || got["iot"] == "" {
		t.Errorf("accepted %v %v", got, err)
	}
	_, err = s.Accept(t.Context(), "stranger@example.com")
	var none *AcceptError
	if !errors.As(err, &none) || !strings.Contains(none.Reason, "ixon: nobody has invited stranger@example.com; ") ||
		!strings.Contains(none.Reason, "iot: nobody has invited stranger@example.com") || strings.Contains(none.Reason, fs.ErrNotExist.Error()) {
		t.Errorf("a stranger: %v", err)
	}
}

func TestCaptchaFault(t *testing.T) {
	f, err := ParseFaults("captcha=on")
	if err != nil {
		t.Fatal(err)
	}
	set := box(t, Options{Faults: f, Dialect: "J"}).Settings()["iot"]
	req, err := http.NewRequestWithContext(t.Context(), "POST", set["url"]+"/users",
		strings.NewReader(`{"email":"a@example.com","password":"Str0ngEnough","termsAndConditions":true}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if resp, got, err := send(t, req); err != nil || resp.StatusCode != 422 {
		t.Errorf("%v %s", err, got)
	}
	if _, err := ParseFaults("captcha=perhaps"); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("an unknown captcha: %v", err)
	}
}
