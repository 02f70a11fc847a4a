package devo

import (
	"strings"
	"testing"

	"unictl/internal/devotokens"
)

// Where one person has a hand in every token, others may not be shown.
func TestTokensOfOneAreDoubted(t *testing.T) {
	token := func(owner, user string) devotokens.Token { return devotokens.Token{Owner: owner, User: user} }
	for name, c := range map[string]struct {
		seen []devotokens.Token
		says string
	}{
		"nothing":       {nil, "shows no token"},
		"one's own":     {[]devotokens.Token{token("ada@x", "ada@x"), token("ada@x", "bob@x")}, "ada@x made or may use"},
		"as the user":   {[]devotokens.Token{token("bob@x", "ada@x"), token("eve@x", "ada@x")}, "ada@x made or may use"},
		"of many":       {[]devotokens.Token{token("ada@x", "ada@x"), token("bob@x", "bob@x")}, ""},
		"without names": {[]devotokens.Token{token("", ""), token("", "")}, ""},
	} {
		var o own
		for _, one := range c.seen {
			o.see(one)
		}
		if got := o.doubt(); got == "" != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}
