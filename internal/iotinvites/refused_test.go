package iotinvites

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestWhyRefused(t *testing.T) {
	info := func(exp, role, account string) answer {
		return ok(`{"header":{},"payload":{"exp":` + exp + `,"accounts":[{"id":"` + account + `","role":"` + role + `"}]}}`)
	}
	const ms, s = "1795387075355", "1795387075"
	for name, test := range map[string]struct {
		answer       answer
		account      string
		reason, hint string
	}{
		"bad token, J":    {answer{status: 401, body: guardJ}, testAccount, "not valid", "sign in again"},
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
			_, client := serveWith(t, &script{answers: []answer{test.answer}}, rest.Conn{Auth: rest.Bearer(canaryToken)}, Settings{Account: test.account})
			reason, hint := client.WhyRefused(t.Context())
			if !strings.Contains(reason, test.reason) || !strings.Contains(hint, test.hint) || (reason == "") != (test.reason == "") {
				t.Errorf("%q, %q", reason, hint)
			}
			if strings.Contains(name, ", J") && strings.Contains(hint, "reads rights") {
				t.Errorf("%q is of the other kind", hint)
			}
		})
	}
}
