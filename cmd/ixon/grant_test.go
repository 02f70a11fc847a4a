package ixon

import (
	"strings"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/ixon"
)

// What is granted is read in one way, or refused with both.
func TestGrantsAreReadInOneWay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Plant Lyon=Operator":            "Plant Lyon|Operator|",
		"Plant Lyon = Operator @ 2099-1": "", // a time that is none
		"company=Süd@Nord":               "company|Süd@Nord|",
		"company=Süd@Nord@2099-01-31":    "company|Süd@Nord|2099",
		"a@b=Viewer@2099-01-31":          "a@b|Viewer|2099",
		"company=Viewer@2020-01-31":      "", // over
		"company=":                       "company||",
		"company=@2099-01-31":            "",
		"=Viewer":                        "",
		"company":                        "",
		"company=Betriebsführer=Süd":     "",
	} {
		got := ""
		g, err := parseGrant(text)
		if err == nil {
			got = g.Group.Text + "|" + g.Role.Text + "|"
			if !g.Expires.IsZero() {
				got += g.Expires.Format("2006")
			}
		}
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", text, got, err, want)
		}
	}
	_, err := parseGrant("company=Betriebsführer=Süd@Nord")
	for _, reading := range []string{`the role "Betriebsführer=Süd@Nord" in the group "company"`, `the role "Süd@Nord" in the group "company=Betriebsführer"`} {
		if err == nil || !strings.Contains(err.Error(), reading) {
			t.Errorf("%v does not name %s", err, reading)
		}
	}
	without := grants{List: []grant{{Group: cli.Ref{Text: "a"}}}}
	if without.check() == nil {
		t.Error("an invitation without a role is taken")
	}
	if without.Roleless = true; without.check() != nil {
		t.Error(without.check())
	}
}

// Addresses are held to what the service publishes, before anything is sent.
func TestAddressesThatTheServiceTakes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 65)
	for address, taken := range map[string]bool{
		"ada@example.com": true, "o'neil@example.com": true, "a+b{c}@x-y.example": true, "a@xn--bcher-kva.example": true, "ada@localhost": true,
		"jürgen@example.com": false, "ada@bücher.example": false, "a@b.c": false, "ada@-x.example": false, "ada@x..example": false,
		".ada@example.com": false, "a_b@x_y.example": false, long + "@example.com": false, "ada@" + long + ".example": false,
	} {
		if err := ixon.CheckAddress(address); (err == nil) != taken {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := address("jürgen@example.com"); err == nil {
		t.Error("an invitation takes it")
	}
}
