package iotinvites

import (
	"strings"
	"testing"
)

func TestLockout(t *testing.T) {
	me, other, user := member("u1", "a@b.example", RoleAdmin), member("u2", nora, RoleAdmin), member("u3", "c@b.example", RoleUser)
	for _, test := range []struct {
		members []User
		m       User
		self    bool
		want    string
	}{
		{[]User{me, user}, me, true, "only administrator"},
		{[]User{me, other}, me, true, "runs as"},
		{[]User{me, other}, other, false, ""},
		{[]User{me, user}, user, false, ""},
		{[]User{other, user}, user, true, "runs as"},
	} {
		if got := lockoutOf(test.members, test.m, testAccount, test.self); !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
	_, client := serveRoutes(t, map[string]answer{
		"GET auth/tokenInfo": ok(infoJ), "GET auth/me": ok(`{"id":"u1","email":"a@b.example"}`),
		usersRoute: ok(`[{"id":"u1","email":"a@b.example","accounts":{"` + testAccount + `":"admin"}}]`),
	})
	if reason, self, err := client.Lockout(t.Context(), me); err != nil || !self || !strings.Contains(reason, "only administrator") {
		t.Error(reason, self, err)
	}
	_, nameless := serveRoutes(t, map[string]answer{"GET auth/tokenInfo": ok(infoJ), "GET auth/me": ok(`{}`), usersRoute: ok(`[]`)})
	if reason, self, err := nameless.Lockout(t.Context(), User{}); err != nil || self || reason != "" {
		t.Error("nobody is taken for oneself:", reason, self, err)
	}
	if reason, self, err := client.Lockout(t.Context(), User{}); err != nil || self || reason != "" {
		t.Error(reason, self, err)
	}
}
