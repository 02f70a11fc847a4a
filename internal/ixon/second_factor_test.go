package ixon

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// TestSecondFactor holds what a refused sign-in is taken for, however the
// service puts its words.
func TestSecondFactor(t *testing.T) {
	for _, test := range []struct {
		status                int
		message               string
		needs, wrong, tooMany bool
		kind                  rest.Kind
		hint                  string
	}{
		{401, "Two Factor Authentication required", true, false, false, rest.Credential, "one-time password"},
		{401, "Two-factor authentication required", true, false, false, rest.Credential, "one-time password"},
		{403, "One-Time Password required", true, false, false, rest.Credential, "one-time password"},
		{400, "Incorrect two-factor one-time password.", false, true, false, rest.Credential, "shows now"},
		{401, "Incorrect two-factor backup code.", false, true, false, rest.Credential, "shows now"},
		{400, "The one-time password has expired", false, true, false, rest.Credential, "shows now"},
		{400, "Too many tries. Please try again later.", false, false, true, rest.Temporary, "wait"},
		{401, "Login is rate limited", false, false, true, rest.Temporary, "wait"},
		{429, "Slow down", false, false, true, rest.Temporary, "ten minutes"},
		{403, "2FA is required", false, false, false, rest.Credential, "second factor"},
		{401, "Basic authentication failed", false, false, false, rest.Credential, "password"},
		{401, "Invalid value", false, false, false, rest.Credential, ""},
		{401, "Invalid Authorization: token does not exist or has expired", false, false, false, rest.Credential, "expired"},
	} {
		_, client := serve(t, answer{status: test.status, body: entry(test.message, "Authorization")})
		err := do(client.SignIn("ada@example.com", "", canaryPassword, AccessTokenCreate{ExpiresIn: 60}))
		if e := asError(t, err, test.kind); !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%s: hint %q", test.message, e.Hint)
		}
		err = fmt.Errorf("signing in: %w", err)
		if NeedsCode(err) != test.needs || WrongCode(err) != test.wrong || TooManyTries(err) != test.tooMany {
			t.Errorf("%s: needs %v, wrong %v, too many %v", test.message, NeedsCode(err), WrongCode(err), TooManyTries(err))
		}
	}
}

// TestSecondFactorOfOddAnswers: an envelope that came with a status of
// success, and errors of other makers.
func TestSecondFactorOfOddAnswers(t *testing.T) {
	_, client := serve(t, answer{status: 201, body: entry("Two Factor Authentication required", "Authorization")})
	err := do(client.SignIn("ada@example.com", "", canaryPassword, AccessTokenCreate{ExpiresIn: 60}))
	if asError(t, err, rest.Unknown); !NeedsCode(err) || WrongCode(err) {
		t.Errorf("needs %v, wrong %v: %v", NeedsCode(err), WrongCode(err), err)
	}
	for _, err := range []error{nil, errors.New("Two Factor Authentication required"), &rest.Error{}} {
		if NeedsCode(err) || WrongCode(err) || TooManyTries(err) {
			t.Errorf("%v is taken for a refused sign-in", err)
		}
	}
}
