package iotinvites

import (
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
				if e := asError(t, err, test.kind); test.kind == rest.Credential && (e.Message != reasonToken || e.Hint != hintToken) {
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
