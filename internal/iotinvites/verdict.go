package iotinvites

import "unictl/internal/rest"

// verdict is what an error of the service means to the caller.
type verdict struct {
	known   bool
	kind    rest.Kind
	message string // instead of the service's; "" = its own
	hint    string // "" = the one there is
}

const (
	hintRefused = "the service does not say which: either the token is not valid, or its user has no right to this; `whoami` tells"
	hintSignIn  = "check user name and password: upper and lower case count in both, and some servers answer the same for a locked account or " +
		"an e-mail address that is not confirmed"
	hintOnlyAdmin = "make somebody else an administrator first, with `members promote`"
	hintGone      = "an invitation that was accepted, declined or withdrawn leaves no trace; `invites mine` shows the open ones"
)

// verdict judges by the service's own number (§6); numbers not listed leave
// what the status said.
func (f failures) verdict(code string) verdict {
	switch code {
	case "2402":
		return verdict{true, rest.Credential, "", "follow the link in the mail that came after registering, then sign in again"}
	case "2403":
		return verdict{true, rest.Credential, "", "ten wrong passwords lock an account for 30 seconds, each further ten for longer: " +
			"wait, and check the password before the next try"}
	case codeUserNotFound:
		return verdict{true, rest.NotFound, "", ""}
	case codeInvited:
		return verdict{true, rest.Conflict, "already invited, or already a member", "`invites list` and `members list` show which"}
	case "3601":
		return verdict{true, rest.Failed, "", hintOnlyAdmin}
	case "10404":
		return verdict{true, rest.NotFound, "", hintGone}
	case "13422", "13423":
		return verdict{true, rest.Credential, "the server asks for a captcha, so invitations cannot be created by program",
			"invite from the dashboard at " + f.dashboard + ", or have the operators of the server switch captcha off"}
	case "15000", "15001":
		return verdict{true, rest.Credential, "", "a refresh token works once and belongs to one access token: sign in again"}
	}
	return verdict{}
}

// Numbers of §6 that more than the table above speaks of.
const (
	codeUserNotFound = "2404"
	codeInvited      = "2420"
)

// textVerdict judges the plain texts that the service is known to answer with.
func textVerdict(text string) (v verdict, known bool) {
	switch text {
	case "Not Authorized":
		v = verdict{true, rest.Credential, "", ""}
	case "Invitation not found":
		v = verdict{true, rest.NotFound, "", hintGone}
	case "SSL Required.":
		v = verdict{true, rest.Failed, "", "the server takes https only: write https:// in the URL"}
	case "Internal Server Error":
		v = verdict{true, rest.Temporary, "", "the oldest servers answer like this when the address is invited already, and others when the account " +
			"was deleted: look at `invites list` before you try again"}
	}
	return v, v.known
}

func (v verdict) apply(e *rest.Error) {
	if !v.known {
		return
	}
	e.Kind = v.kind
	if v.message != "" {
		e.Message = v.message
	}
	if v.hint != "" {
		e.Hint = v.hint
	}
}
