package devotokens

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func decode(t *testing.T, text string) Token {
	t.Helper()
	var token Token
	if err := json.Unmarshal([]byte(text), &token); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return token
}

func day(year int) *time.Time {
	at := time.Date(year, 1, 2, 3, 4, 5, 0, time.UTC)
	return &at
}

func TestTokenDecodes(t *testing.T) {
	left := int64(31536000)
	want := Token{
		ID: "41", Name: "ci ingest", Scope: "table://my.app.web.access level://admin", Owner: "admin@example.com", User: "svc-ci@example.com",
		Audience: []string{"apiv2", "http"}, TokenType: "Bearer", Active: true, Expiration: day(2030), Account: "my_domain@test",
		Created: day(2029), Updated: day(2029), ExpiresInSeconds: &left,
	}
	got := decode(t, row)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"table://my.app.web.access", "level://admin"}, got.Scopes()); diff != "" {
		t.Error(diff)
	}
}

func TestTokenDecodesOtherForms(t *testing.T) {
	tests := []struct {
		text string
		want Token
	}{
		{`{}`, Token{}},
		{`{"id":"41","scopes":["table://a","level://b"],"audience":["http"],"unknown":{"x":[1]}}`, Token{ID: "41", Scope: "table://a level://b", Audience: []string{"http"}}},
		{`{"id":12345678901234567890}`, Token{ID: "12345678901234567890"}},
		{`{"id":null,"name":null,"scope":null,"audience":null,"active":null,"expiration":null,"created":null,"expires_in_seconds":null}`, Token{Audience: []string{}}},
		{`{"expiration":"","audience":"  ","expires_in_seconds":"never"}`, Token{Audience: []string{}}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, decode(t, test.text)); diff != "" {
			t.Errorf("%s: %s", test.text, diff)
		}
	}
	for _, text := range []string{`[]`, `{"id":true}`, `{"id":{}}`, `{"name":1}`, `{"scope":7}`, `{"expiration":"tomorrow 9"}`, `{"expiration":true}`} {
		if json.Unmarshal([]byte(text), new(Token)) == nil {
			t.Errorf("%s passes", text)
		}
	}
}

func TestTimes(t *testing.T) {
	at := time.Date(2024, 11, 26, 14, 38, 18, 0, time.UTC)
	for _, text := range []string{
		`"2024-11-26T14:38:18.000+0000"`, `"2024-11-26T14:38:18Z"`, `"2024-11-26T16:38:18.000+0200"`, `"2024-11-26T14:38:18+00:00"`,
		`"2024-11-26T14:38:18"`, `" 2024-11-26T14:38:18Z "`, `1732631898`, `1732631898000`,
	} {
		var i instant
		if err := json.Unmarshal([]byte(text), &i); err != nil || i.at == nil || !i.at.Equal(at) || i.at.Location() != time.UTC {
			t.Errorf("%s: %v %v", text, i.at, err)
		}
	}
	for _, text := range []string{`null`, `""`, `" "`, `"never"`, `0`, `-1`} {
		i := instant{&at}
		if err := json.Unmarshal([]byte(text), &i); err != nil || i.at != nil {
			t.Errorf("%s: %v %v", text, i.at, err)
		}
	}
	for _, text := range []string{`"26.11.2024"`, `"2024-13-01T00:00:00Z"`, `1.5`, `99999999999999999`, `"0000-01-01T00:00:00Z"`, `{}`} {
		if err := json.Unmarshal([]byte(text), new(instant)); err == nil || !strings.Contains(err.Error(), "is not a time") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestExpiry(t *testing.T) {
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(d time.Duration) Token { end := now.Add(d); return Token{Expiration: &end} }
	tests := []struct {
		token           Token
		expired, within bool
	}{
		{Token{}, false, false}, {at(-time.Second), true, false}, {at(0), true, false}, {at(time.Second), false, true},
		{at(time.Hour), false, true}, {at(time.Hour + 1), false, false},
	}
	for i, test := range tests {
		if test.token.Expired(now) != test.expired || test.token.ExpiresWithin(now, time.Hour) != test.within {
			t.Errorf("%d: expired %v, within %v", i, test.token.Expired(now), test.token.ExpiresWithin(now, time.Hour))
		}
	}
}

func TestAllTables(t *testing.T) {
	for scope, want := range map[string]bool{
		"table://*.**": true, "table://*.*.**": true, "table://**": true, "level://admin TABLE://**.*": true, "table://?*.**": true,
		"table://*": false, "table://*.*": false, "table://my.**": false, "table://**.web": false, "table://??.**": false, "table://?.**": false,
		"table://": false, "table://a*.**": false, "table://.**": false, "level://**": false, "": false, "**": false, "xtable://**": false,
	} {
		if got := (Token{Scope: scope}).AllTables(); got != want {
			t.Errorf("%q: %v", scope, got)
		}
	}
}

func TestScopeAndAudience(t *testing.T) {
	token := Token{Scope: "table://my.App.web  level://admin", Audience: []string{"apiv2-admin", "http"}}
	if !token.HasAudience("HTTP") || token.HasAudience("apiv2") || token.HasAudience("") {
		t.Error("HasAudience judges wrongly")
	}
	if !token.ScopeContains("my.app") || !token.ScopeContains("LEVEL://") || token.ScopeContains("web  level") || token.ScopeContains("siem") {
		t.Error("ScopeContains judges wrongly")
	}
}

func TestIsID(t *testing.T) {
	for text, want := range map[string]bool{"41": true, "0": true, "": false, "4a": false, "-1": false, " 4": false, "٤": false} {
		if IsID(text) != want {
			t.Errorf("%q", text)
		}
	}
}
