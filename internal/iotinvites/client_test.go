package iotinvites

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestForms(t *testing.T) {
	tests := []struct {
		name      string
		check     func(string) error
		good, bad []string
		form      string
	}{
		{"account", CheckAccount, []string{testAccount},
			[]string{"", "0c574252", testAccount + "0", strings.ReplaceAll(testAccount, "-", ""), strings.Replace(testAccount, "-", "0", 1), strings.Replace(testAccount, "c", "g", 1), canaryToken}, "UUID"},
		{"upper-case account", CheckAccount, nil, []string{strings.ToUpper(testAccount)}, "upper-case"},
		{"invitation", CheckInviteID, []string{testInvite, strings.ToUpper(testInvite)},
			[]string{"", "5a5e2a2a2a2a2a2a2a2a2a2a", "new.person@example.com", testInvite + " "}, "UUID"},
		{"URL", CheckURL, []string{"https://dashboard.example.com", "http://127.0.0.1:4001/", "https://example.com:8443/oisp/v1/api"},
			[]string{"", "dashboard.example.com", "ftp://example.com", "https://", "https:///v1/api", "https://example.com:x"}, "https://"},
		{"URL with more", CheckURL, nil, []string{"https://example.com/?a=1", "https://example.com/?", "https://example.com/ui#/login", "https://example.com/#"}, "query or fragment"},
		{"URL with a password", CheckURL, nil, []string{"https://ada:" + canaryToken + "@example.com"}, "user name or password"},
	}
	for _, test := range tests {
		for _, value := range test.good {
			if err := test.check(value); err != nil {
				t.Errorf("%s %q: %v", test.name, value, err)
			}
		}
		for _, value := range test.bad {
			err := test.check(value)
			if err == nil {
				t.Errorf("%s %q passes", test.name, value)
				continue
			}
			if e := asError(t, err, rest.BadInput); !strings.Contains(e.Message, test.form) || e.Hint == "" {
				t.Errorf("%s %q: %q does not say the form", test.name, value, e.Message)
			}
		}
	}
	if e := asError(t, CheckAccount(strings.ToUpper(testAccount)), rest.BadInput); !strings.Contains(e.Hint, testAccount) {
		t.Errorf("the hint has no lower-case form: %q", e.Hint)
	}
}

func TestNew(t *testing.T) {
	for given, want := range map[string]struct{ base, dashboard string }{
		"https://example.com":                {"https://example.com/v1/api/", "https://example.com"},
		"https://example.com:8443/":          {"https://example.com:8443/v1/api/", "https://example.com:8443"},
		"https://example.com/v1/api":         {"https://example.com/v1/api/", "https://example.com"},
		"https://example.com/oisp/v1/api/":   {"https://example.com/oisp/v1/api/", "https://example.com/oisp"},
		"http://127.0.0.1:4001/other/prefix": {"http://127.0.0.1:4001/other/prefix/", "http://127.0.0.1:4001/other/prefix"},
	} {
		client, err := New(rest.Conn{BaseURL: given}, testAccount)
		if err != nil {
			t.Fatal(err)
		}
		if client.Base() != want.base || dashboardOf(client.Base()) != want.dashboard || client.AccountID() != testAccount {
			t.Errorf("%s gives base %s and dashboard %s", given, client.Base(), dashboardOf(client.Base()))
		}
	}
	for _, url := range []string{"", "example.com", "ftp://example.com", "https://ada:" + canaryToken + "@example.com", "https://example.com?a", "http://example.com", ":"} {
		_, err := New(rest.Conn{BaseURL: url}, "")
		asError(t, err, rest.BadInput)
	}
	_, err := New(rest.Conn{BaseURL: "https://example.com"}, "x")
	asError(t, err, rest.BadInput)
}
