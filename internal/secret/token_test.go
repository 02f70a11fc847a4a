package secret

import (
	"strings"
	"testing"
	"time"
)

func TestFileNamesTellKeysApart(t *testing.T) {
	seen := map[string]TokenKey{}
	for _, key := range []TokenKey{
		{}, {"ixon", "https://a:443", "ada", "app"}, {"devo", "https://a:443", "ada", "app"}, {"ixon", "https://b:443", "ada", "app"},
		{"ixon", "https://a:443", "bob", "app"}, {"ixon", "https://a:443", "ada", "ap"}, {"ixon", "https://a:443", "adaapp", ""},
		{"ixon", "https://a:443/customerA", "ada", "app"}, {"ixon", "https://a:443/customerB", "ada", "app"},
		{"ixonh", "ttps://a:443", "ada", "app"},
	} {
		name := key.fileName()
		if other, taken := seen[name]; taken || strings.Contains(name, "ada") || len(name) != 37 {
			t.Errorf("%+v and %+v: %s", key, other, name)
		}
		seen[name] = key
	}
}

func TestTokenKeepsItsForm(t *testing.T) {
	when := time.Date(2026, 3, 1, 12, 0, 0, 5, time.FixedZone("x", 3600))
	for _, token := range []Token{
		{Value: NewValue("abc", ""), Expires: when, PublicID: "Tok000000001"},
		{Value: NewValue("a\"b<>&ü", "")},
	} {
		data, err := encodeToken(token)
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeToken(data, "here")
		if err != nil || back.Reveal() != token.Reveal() || !back.Expires.Equal(token.Expires) || back.PublicID != token.PublicID || back.Origin() != "here" {
			t.Errorf("%s: %q %v %q, %v", data, back.Reveal(), back.Expires, back.PublicID, err)
		}
	}
}

func TestTokenValid(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		token Token
		early time.Duration
		want  bool
	}{
		{Token{Value: NewValue("x", "")}, time.Hour, true},
		{Token{Value: NewValue("x", ""), Expires: now.Add(time.Minute)}, 0, true},
		{Token{Value: NewValue("x", ""), Expires: now.Add(time.Minute)}, 59 * time.Second, true},
		{Token{Value: NewValue("x", ""), Expires: now.Add(time.Minute)}, time.Minute, false},
		{Token{Value: NewValue("x", ""), Expires: now}, 0, false},
		{Token{Expires: now.Add(time.Hour)}, 0, false},
	} {
		if got := test.token.valid(now, test.early); got != test.want {
			t.Errorf("expires %v, early %v: %v", test.token.Expires, test.early, got)
		}
	}
}
