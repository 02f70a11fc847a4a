package cli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

func TestLoginRecordFault(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ago, ahead := now.Add(-time.Minute), now.Add(time.Minute)
	plant := &Provider{Name: "plant", Title: "Plant"}
	for _, test := range []struct {
		record loginRecord
		place  string
		want   string
	}{
		{loginRecord{Place: "https://a", Expires: &ahead}, "https://a", ""},
		{loginRecord{Place: "https://a"}, "https://a", ""},
		{loginRecord{Secret: "token", Place: "https://a", Expires: &ago}, "https://a", "the token kept for Plant ended 2026-03-01T11:59:00Z"},
		{loginRecord{Secret: "token", Place: "https://a", Expires: &now}, "https://a", "ended 2026-03-01T12:00:00Z"},
		{loginRecord{Secret: "password", Place: "https://a", Expires: &ago}, "https://b", "the password kept for Plant is for https://a, and not for https://b"},
		{loginRecord{Secret: "token", Place: "https://a"}, "", "not for no address"},
	} {
		got := test.record.fault(plant, test.place, now)
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%+v at %q: %q", test.record, test.place, got)
		}
	}
}

// The record tells two secrets apart and holds neither.
func TestLoginRecordHoldsNoSecret(t *testing.T) {
	t.Parallel()
	record := loginRecord{Secret: "token", Sum: sumOf(canary)}
	text, err := record.text()
	if err != nil || strings.Contains(text, canary) || sumOf(canary) == sumOf(canary+"x") || len(record.Sum) != 16 {
		t.Errorf("%s, %v", text, err)
	}
}

// What a service granted is printed without the token.
func TestGrantedPrintsNoToken(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(Granted{Token: rest.NewSecret(canary), Refresh: rest.NewSecret(canary), Who: "ada@example.com"})
	if err != nil || strings.Contains(string(text), canary) || string(text) != `{"who":"ada@example.com"}` {
		t.Errorf("%s, %v", text, err)
	}
}

func TestStandingStates(t *testing.T) {
	t.Parallel()
	for state, unusable := range map[StandingState]bool{
		StandingOK: false, StandingUnchecked: false, StandingUnreachable: false,
		StandingExpired: true, StandingMissing: true, StandingRefused: true, StandingBroken: true,
	} {
		if state.Unusable() != unusable {
			t.Errorf("%s: %v", state, state.Unusable())
		}
	}
}

// A first step that is a gate fails in its own words; any other tells what was
// not done.
func TestGateFailsAlone(t *testing.T) {
	t.Parallel()
	refused := errors.New("refused")
	fails := Local("first", "x", func(context.Context) error { return refused })
	second := Local("second", "x", func(context.Context) error { return nil })
	if _, err := takeSteps(t.Context(), []Step{fails, second}, nil); !fault.Is[*fault.StepError](err) {
		t.Errorf("without a gate: %v", err)
	}
	fails.Gate = true
	if _, err := takeSteps(t.Context(), []Step{fails, second}, nil); err != refused { //nolint:errorlint // the error itself
		t.Errorf("with a gate: %v", err)
	}
	late := second
	late.Gate, late.Call = true, fails.Call
	if _, err := takeSteps(t.Context(), []Step{second, late}, nil); !fault.Is[*fault.StepError](err) {
		t.Errorf("a gate that is not the first: %v", err)
	}
}

// Contexts are renamed and deleted with what logins keep beside the secrets.
func TestSecretNamesHaveWhatLoginsKeep(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		login *Login
		want  string
	}{{&Login{}, "token login device"}, {nil, "token"}} {
		plant := &Provider{Name: "plant", Login: test.login, Options: []config.Option{
			{Key: "plant.url", Env: "UNICTL_PLANT_URL"}, {Key: "plant.token", Env: "UNICTL_PLANT_TOKEN", Secret: true},
		}}
		s := &Session{App: &App{Providers: func() []*Provider { return []*Provider{plant} }}}
		refs, err := s.secretNames()
		got := strings.Join(Each(refs, func(r secret.Ref) string { return r.Name }), " ")
		if err != nil || got != test.want {
			t.Errorf("%q, want %q: %v", got, test.want, err)
		}
	}
}
