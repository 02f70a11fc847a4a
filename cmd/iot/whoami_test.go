package iot

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

func TestMyself(t *testing.T) {
	const user = `{"id":"` + testUser + `","email":"a@b.example","accounts":{"` + otherAccount + `":{"name":"Plant South","role":"user"},"` + testAccount + `":{"name":"Plant North","role":"admin"}}}`
	both := []iotinvites.TokenAccount{{ID: testAccount, Name: "Plant North", Role: "admin"}, {ID: otherAccount, Name: "Plant South", Role: "user"}}
	for name, test := range map[string]struct {
		routes map[string]answer
		kind   rest.Kind // -1 = it works
	}{
		"J":               {map[string]answer{tokenRoute: ok(infoJ), meRoute: ok(user)}, -1},
		"K":               {map[string]answer{tokenRoute: ok(infoK), meRoute: ok(user)}, -1},
		"the first of J":  {map[string]answer{tokenRoute: ok(infoJ), meRoute: refusedJ(), "GET users/" + testUser: ok(user)}, -1},
		"token not valid": {map[string]answer{tokenRoute: ok(infoForged), meRoute: ok(user)}, rest.Credential},
		"token refused":   {map[string]answer{tokenRoute: refusedJ(), meRoute: ok(user)}, rest.Credential},
		"out of order":    {map[string]answer{tokenRoute: ok(infoJ), meRoute: {status: 503}}, rest.Temporary},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serve(t, test.routes)
			me, err := myself(t.Context(), client)
			accounts, listErr := collect(myAccounts(t.Context(), client))
			if test.kind >= 0 {
				if e := asError(t, err, test.kind); test.kind == rest.Credential && (!strings.Contains(e.Message, "the token") || e.Hint != hintToken) {
					t.Errorf("%q, %q", e.Message, e.Hint)
				}
				asError(t, listErr, test.kind)
				return
			}
			if err != nil || me.Value.Email != "a@b.example" || string(me.Raw) != user {
				t.Errorf("%+v %s %v", me.Value, me.Raw, err)
			}
			if diff := cmp.Diff(both, accounts); diff != "" || listErr != nil {
				t.Error(diff, listErr)
			}
		})
	}
	_, client := serve(t, map[string]answer{tokenRoute: ok(infoJ), meRoute: refusedJ(), "GET users/" + testUser: refusedJ()})
	for item, err := range myAccounts(t.Context(), client) { // what the token says may be out of date
		if !rest.Is(err, rest.Credential) {
			t.Errorf("%s %v", item.Raw, err)
		}
	}
}

// Servers of kind K answer tokenInfo to a void token too: without a 401, it is
// renewed once all the same.
func TestMyselfRenewsAVoidToken(t *testing.T) {
	routes := func(tokens ...answer) map[string][]answer {
		return map[string][]answer{tokenRoute: tokens, meRoute: {ok(`{"id":"u1"}`)}}
	}
	auth := &renewing{tokens: []string{"void", "good"}}
	server, client := serveFor(t, routes(ok(infoForged), ok(infoK)), rest.Conn{Auth: auth}, "")
	if me, err := myself(t.Context(), client); err != nil || me.Value.ID != "u1" {
		t.Fatal(me.Value, err)
	}
	if diff := cmp.Diff([]string{"Bearer void", "Bearer good", "Bearer good"}, server.tokens); diff != "" || auth.renewed != 1 {
		t.Error(auth.renewed, diff)
	}
	auth = &renewing{tokens: []string{"a", "b", "c"}}
	server, client = serveFor(t, routes(ok(infoForged)), rest.Conn{Auth: auth}, "")
	_, err := myself(t.Context(), client)
	if asError(t, err, rest.Credential); auth.renewed != 1 || len(server.calls) != 2 {
		t.Errorf("renewed %d times in %d calls", auth.renewed, len(server.calls))
	}
	cause := errors.New("out of order")
	_, client = serveFor(t, routes(ok(infoForged)), rest.Conn{Auth: &renewing{tokens: []string{"a"}, err: cause}}, "")
	if _, err := myself(t.Context(), client); !errors.Is(err, cause) {
		t.Error(err)
	}
}

// The 401 of a sign-in is about the password, and is not taken for a void token.
func TestARefusedSignInIsNoVoidToken(t *testing.T) {
	said := &rest.Error{Kind: rest.Credential, Status: 401, Message: "not verified"}
	_, client := serveFor(t, map[string][]answer{tokenRoute: {refusedJ()}}, rest.Conn{Auth: &renewing{tokens: []string{"a"}, err: said}}, "")
	if _, err := myself(t.Context(), client); err == nil || !strings.Contains(err.Error(), "not verified") {
		t.Error(err)
	}
	if reason, hint := refused(t.Context(), client); reason+hint != "" {
		t.Error(reason, hint)
	}
}

func TestRefused(t *testing.T) {
	info := func(exp, role, account string) answer {
		return ok(`{"header":{},"payload":{"exp":` + exp + `,"accounts":[{"id":"` + account + `","role":"` + role + `"}]}}`)
	}
	const ms, s = "1795387075355", "1795387075"
	for name, test := range map[string]struct {
		answer       answer
		account      string
		reason, hint string
	}{
		"bad token, J":    {refusedJ(), testAccount, "not valid", "sign in again"},
		"bad token, K":    {ok(infoForged), testAccount, "not valid", "sign in again"},
		"no token, K":     {ok(""), testAccount, "not valid", "sign in again"},
		"no member, J":    {info(ms, "admin", otherAccount), testAccount, "no member of the account " + testAccount, "accounts list"},
		"no member, K":    {info(s, "admin", otherAccount), testAccount, "no member", "reads rights from the token"},
		"only a user, J":  {info(ms, "user", testAccount), testAccount, `role "user"`, "promote"},
		"only a user, K":  {info(s, "user", testAccount), testAccount, `role "user"`, "reads rights from the token"},
		"administrator":   {info(ms, "admin", testAccount), testAccount, "administrator", "closed to everybody"},
		"no account set":  {info(ms, "admin", testAccount), "", "no right", "other people"},
		"out of order":    {answer{status: 503}, testAccount, "", ""},
		"not understood":  {ok("[]"), testAccount, "", ""},
		"limit of it all": {answer{status: 429}, testAccount, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serveFor(t, map[string][]answer{tokenRoute: {test.answer}}, rest.Conn{Auth: rest.Bearer("tok-0123456789")}, test.account)
			reason, hint := refused(t.Context(), client)
			if !strings.Contains(reason, test.reason) || !strings.Contains(hint, test.hint) || (reason == "") != (test.reason == "") {
				t.Errorf("%q, %q", reason, hint)
			}
			if strings.Contains(name, ", J") && strings.Contains(hint, "reads rights") {
				t.Errorf("%q is of the other kind", hint)
			}
		})
	}
}

func TestAccountNames(t *testing.T) {
	u := iotinvites.User{Accounts: map[string]iotinvites.AccountRole{"b": {Role: "user"}, "a": {Name: "Plant North", Role: "admin"}}}
	if diff := cmp.Diff([]string{"Plant North (admin)", "b (user)"}, accountNames(u)); diff != "" {
		t.Error(diff)
	}
	if got := accountNames(iotinvites.User{}); got == nil || len(got) != 0 {
		t.Errorf("nobody's are %#v", got)
	}
}
