package iotinvites

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

func TestMyself(t *testing.T) {
	const user = `{"id":"` + testUser + `","email":"a@b.example","accounts":{"` + otherAccount + `":{"name":"Plant South","role":"user"},"` + testAccount + `":{"name":"Plant North","role":"admin"}}}`
	north, south := TokenAccount{testAccount, "Plant North", "admin"}, TokenAccount{otherAccount, "Plant South", "user"}
	for name, test := range map[string]struct {
		routes   map[string]answer
		email    string
		accounts []TokenAccount
		kind     rest.Kind
	}{
		"J":               {map[string]answer{"GET auth/tokenInfo": ok(infoJ), "GET auth/me": ok(user)}, "a@b.example", []TokenAccount{north, south}, 0},
		"K":               {map[string]answer{"GET auth/tokenInfo": ok(infoK), "GET auth/me": ok(user)}, "a@b.example", []TokenAccount{north, south}, 0},
		"the first of J":  {map[string]answer{"GET auth/tokenInfo": ok(infoJ), "GET auth/me": {status: 401, body: guardJ}, "GET users/" + testUser: ok(user)}, "a@b.example", []TokenAccount{north, south}, 0},
		"token not valid": {map[string]answer{"GET auth/tokenInfo": ok(infoForged), "GET auth/me": ok(user)}, "", nil, rest.Credential},
		"token refused":   {map[string]answer{"GET auth/tokenInfo": {status: 401, body: guardJ}, "GET auth/me": ok(user)}, "", nil, rest.Credential},
		"out of order":    {map[string]answer{"GET auth/tokenInfo": ok(infoJ), "GET auth/me": {status: 503}}, "", nil, rest.Temporary},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serveRoutes(t, test.routes)
			me, err := client.Myself(t.Context())
			accounts, listErr := collect(client.Accounts(t.Context()))
			if test.accounts == nil {
				if e := asError(t, err, test.kind); test.kind == rest.Credential && (!strings.Contains(e.Message, "the token") || e.Hint != hintToken) {
					t.Errorf("%q, %q", e.Message, e.Hint)
				}
				asError(t, listErr, test.kind)
				return
			}
			if err != nil || me.Value.Email != test.email || string(me.Raw) != user {
				t.Errorf("%+v %s %v", me.Value, me.Raw, err)
			}
			if diff := cmp.Diff(test.accounts, accounts); diff != "" || listErr != nil {
				t.Error(diff, listErr)
			}
		})
	}
	_, client := serveRoutes(t, map[string]answer{"GET auth/tokenInfo": ok(infoJ)})
	var rows []string
	for item, err := range client.Accounts(t.Context()) { // the token's own, where there is no user object
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, string(item.Raw))
	}
	if diff := cmp.Diff([]string{`{"id":"` + testAccount + `","name":"Plant North","role":"admin"}`}, rows); diff != "" {
		t.Error(diff)
	}
}

// Servers of kind K answer tokenInfo to a void token too: without a 401, it is
// renewed once all the same.
func TestMyselfRenewsAVoidToken(t *testing.T) {
	auth := &renewing{tokens: []string{"void", "good"}}
	server, client := serveWith(t, &script{answers: []answer{ok(infoForged), ok(infoK), ok(`{"id":"u1"}`)}}, rest.Conn{Auth: auth}, Settings{})
	if me, err := client.Myself(t.Context()); err != nil || me.Value.ID != "u1" {
		t.Fatal(me.Value, err)
	}
	if auth.renewed != 1 || len(server.calls) != 3 || server.calls[0].authorization != "Bearer void" || server.last(t).authorization != "Bearer good" {
		t.Errorf("renewed %d times, calls %+v", auth.renewed, server.calls)
	}
	auth = &renewing{tokens: []string{"a", "b", "c"}}
	server, client = serveWith(t, &script{answers: []answer{ok(infoForged)}}, rest.Conn{Auth: auth}, Settings{})
	_, err := client.Myself(t.Context())
	if asError(t, err, rest.Credential); auth.renewed != 1 || len(server.calls) != 2 {
		t.Errorf("renewed %d times in %d calls", auth.renewed, len(server.calls))
	}
	_, client = serveWith(t, &script{answers: []answer{ok(infoForged)}}, rest.Conn{Auth: &renewing{tokens: []string{"a"}, err: errNoToken}}, Settings{})
	if _, err := client.Myself(t.Context()); !errors.Is(err, errNoToken) {
		t.Error(err)
	}
}

// The 401 of a sign-in is about the password, and is not taken for a void token.
func TestARefusedSignInIsNoVoidToken(t *testing.T) {
	said := &rest.Error{Kind: rest.Credential, Status: 401, URL: "https://example.com/v1/api/auth/token", Message: "not verified"}
	_, client := serveWith(t, &script{answers: []answer{{status: 401}}}, rest.Conn{Auth: &renewing{tokens: []string{"a"}, err: said}}, Settings{})
	if _, err := client.Myself(t.Context()); err == nil || !strings.Contains(err.Error(), "not verified") {
		t.Error(err)
	}
	if reason, hint := client.WhyRefused(t.Context()); reason+hint != "" {
		t.Error(reason, hint)
	}
}
