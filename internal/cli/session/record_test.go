package session

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

// canary is a secret: it may be shown nowhere.
const canary = "canary-7f3e9a"

func TestRecordFault(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ago, ahead := now.Add(-time.Minute), now.Add(time.Minute)
	plant := &Provider{Name: "plant", Title: "Plant"}
	for _, test := range []struct {
		record Record
		want   string
	}{
		{Record{Expires: &ahead}, ""},
		{Record{}, ""},
		{Record{Secret: "token", Expires: &ago}, "the token kept for Plant ended 2026-03-01T11:59:00Z"},
		{Record{Secret: "token", Expires: &now}, "ended 2026-03-01T12:00:00Z"},
	} {
		got := test.record.Fault(plant, now)
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%+v: %q", test.record, got)
		}
	}
}

// The record tells two secrets apart and holds neither.
func TestRecordHoldsNoSecret(t *testing.T) {
	t.Parallel()
	record := Record{Secret: "token", Sum: SumOf(canary)}
	text, err := record.Text()
	if err != nil || strings.Contains(text, canary) || SumOf(canary) == SumOf(canary+"x") || len(record.Sum) != 16 {
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
