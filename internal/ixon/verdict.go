package ixon

import (
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// verdict is what one entry of an error means to the caller.
type verdict struct {
	kind rest.Kind
	hint string
}

const (
	hintToken = "the token has expired, or it is a service account's and is used with another Application ID than its own: " +
		"set a fresh token together with its application"
	hintRights = "the account's role does not allow it, or the token in use is limited: to manage users it needs MANAGE_USER and COMPANY_WIDE_ROLE, or COMPANY_ADMIN"
	hintSignIn = "check e-mail address, password and one-time password"
	hintCode   = "give the one-time password that the authenticator shows now: each lasts half a minute"
	hintOTP    = "the account needs its one-time password to sign in; unattended work is better done with a service account's token"
)

// headerVerdicts are complaints about a header of the call, by propertyName.
var headerVerdicts = [...]struct {
	header string
	verdict
}{
	{headerCredential, verdict{rest.Credential, hintToken}},
	{headerCompany, verdict{rest.Credential, "the company is unknown or the credential does not belong to it: `companies list` shows yours"}},
	{headerApplication, verdict{rest.Credential, "check the Application ID; a service account's token works with its own alone"}},
	{headerBranding, verdict{rest.Failed, "the branding must be the host name of a portal of the company, such as " + DefaultBranding}},
}

// messageVerdicts are the known messages of §2, by a part of them as plain gives
// it.
var messageVerdicts = [...]struct {
	part string
	verdict
}{
	{"invalid authorization", verdict{rest.Credential, hintToken}},
	{"2fa is required", verdict{rest.Credential, "a role of this account demands a second factor: set one up in the portal"}},
	{"basic authentication failed", verdict{rest.Credential, hintSignIn}},
	{"unknown user", verdict{rest.Credential, hintSignIn}},
	{"not assigned to the requested company", verdict{rest.Credential, "`companies list` shows the companies of this account"}},
	{"login is rate limited", verdict{rest.Temporary, "too many sign-ins: wait some minutes, or use a service account's token"}},
	{"too many tries", verdict{rest.Temporary, "wait some minutes before the next try"}},
	{"already invited", verdict{rest.Conflict, "resend or revoke the invitation that exists"}},
	{"already in use", verdict{rest.Conflict, ""}},
	{"registered to another account", verdict{rest.Conflict, ""}},
	{"not found", verdict{rest.NotFound, ""}},
}

// whole reports a verdict that concerns the call as a whole, whatever header or
// row the entry names.
func (v verdict) whole() bool { return v.kind == rest.Credential || v.kind == rest.Temporary }

// verdict is the zero verdict when neither message nor header is known.
func (p problem) verdict() (v verdict) {
	message := plain(p.Message)
	switch {
	case wantsCode(message):
		return verdict{rest.Credential, hintOTP}
	case refusesCode(message):
		return verdict{rest.Credential, hintCode}
	}
	for _, known := range messageVerdicts {
		if strings.Contains(message, known.part) {
			v = known.verdict
			break
		}
	}
	if v.whole() {
		return v
	}
	for _, known := range headerVerdicts {
		if strings.EqualFold(p.PropertyName, known.header) {
			return known.verdict
		}
	}
	return v
}

// judge sets kind and hint from the entries: by the first that concerns the
// whole call, otherwise only if all are of one kind, since one existing address
// among wrong ones is no conflict of the call.
func judge(list []problem, e *rest.Error) {
	for _, p := range list {
		if v := p.verdict(); v.whole() {
			v.apply(e)
			return
		}
	}
	for _, p := range list {
		if p.verdict().kind != list[0].verdict().kind {
			return
		}
	}
	if len(list) > 0 {
		list[0].verdict().apply(e)
	}
}

// apply leaves what the status said where the words say nothing; 429 stays the
// temporary block that it is.
func (v verdict) apply(e *rest.Error) {
	if e.Status == http.StatusTooManyRequests && v.kind != rest.Temporary {
		return
	}
	if v.kind != rest.Failed {
		e.Kind = v.kind
	}
	if v.hint != "" {
		e.Hint = v.hint
	}
}
