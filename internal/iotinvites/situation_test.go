package iotinvites

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

const (
	nora    = "nora@example.com"
	norasUC = "Nora@Example.com"
)

// situations are those of §4.5 and the letter cases of §4.3.
func situations() map[string]struct {
	invites  []AccountInvite
	members  []User
	twin     string
	withdraw string // what the error says, "" = none
	remove   string
} {
	pending, upper := AccountInvite{nora}, AccountInvite{norasUC}
	user, admin, upperUser := member(testUser, nora, RoleUser), member(testUser, nora, RoleAdmin), member(otherUser, norasUC, RoleUser)
	return map[string]struct {
		invites  []AccountInvite
		members  []User
		twin     string
		withdraw string
		remove   string
	}{
		"nothing":             {nil, nil, "", "no invitation is open", "is no member of the account"},
		"pending":             {[]AccountInvite{{"x@example.com"}, pending}, nil, "", "", "is no member yet"},
		"pending in other":    {[]AccountInvite{upper}, nil, norasUC + " is invited", "no invitation is open", "is no member of the account"},
		"pending in both":     {[]AccountInvite{pending, upper}, nil, norasUC + " is invited", "", "is no member yet"},
		"user":                {nil, []User{user}, "", "would remove the person", ""},
		"user and pending":    {[]AccountInvite{pending}, []User{user}, "", "would remove the person", ""},
		"administrator":       {nil, []User{admin}, "", "would remove the person", "nobody remove another administrator"},
		"member in other":     {nil, []User{upperUser}, norasUC + " is a member", "no invitation is open", "is no member of the account"},
		"pending, member too": {[]AccountInvite{pending}, []User{upperUser}, norasUC + " is a member", "", "is no member yet"},
	}
}

func TestSituation(t *testing.T) {
	for name, test := range situations() {
		t.Run(name, func(t *testing.T) {
			s := situationOf(nora, testAccount, test.invites, test.members)
			if got := s.Twin(); !strings.HasPrefix(got, test.twin) || (got == "") != (test.twin == "") {
				t.Errorf("twin: %q, want %q", got, test.twin)
			}
			refusal(t, "withdrawing", s.MayWithdraw(), test.withdraw)
			refusal(t, "removing", s.MayRemove(), test.remove)
		})
	}
}

func refusal(t *testing.T, what string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s is refused: %v", what, err)
	case want != "" && err == nil:
		t.Errorf("%s is allowed, want %q", what, want)
	case want != "":
		kind := rest.NotFound
		if strings.Contains(want, "would remove") {
			kind = rest.Conflict
		}
		if strings.Contains(want, "administrator") {
			kind = rest.Credential
		}
		if e := asError(t, err, kind); !strings.Contains(e.Message, want) || e.Hint == "" {
			t.Errorf("%s: %q, %q, want %q", what, e.Message, e.Hint, want)
		}
	}
}

func TestSituationReadsBothLists(t *testing.T) {
	both := map[string]answer{
		invitesRoute: ok(`["` + nora + `"]`),
		usersRoute:   ok(`[{"id":"` + testUser + `","email":"` + nora + `","accounts":{"` + testAccount + `":"user"}}]`),
	}
	_, client := serveRoutes(t, both)
	s, err := client.Situation(t.Context(), nora)
	if err != nil || !s.Pending || s.Member == nil || s.Member.ID != testUser || s.Role != RoleUser || s.Email != nora {
		t.Errorf("%+v %v", s, err)
	}
	for name := range both {
		refused := map[string]answer{name: both[name]}
		_, client := serveRoutes(t, refused)
		if s, err := client.Situation(t.Context(), nora); err == nil {
			t.Errorf("%+v from %s alone", s, name)
		}
	}
}

// TestTextsOfTheServiceAreCleaned: addresses of other people come from the
// service and stand in messages.
func TestTextsOfTheServiceAreCleaned(t *testing.T) {
	evil := "NORA\x1b[31m@example.com"
	s := Situation{Email: evil, CaseTwin: evil, MemberTwin: evil}
	for _, err := range []error{s.MayWithdraw(), s.MayRemove()} {
		if e := asError(t, err, rest.NotFound); strings.ContainsAny(e.Message+e.Hint, "\x1b") {
			t.Errorf("%q %q", e.Message, e.Hint)
		}
	}
	if strings.ContainsAny(s.Twin(), "\x1b") {
		t.Error("control characters in a warning")
	}
}
