package iotinvites

import (
	"context"
	"fmt"
	"strings"

	"unictl/internal/rest"
)

// Situation is how an address stands to the account, from both lists: what has
// to be known before anything is sent to the route that withdraws and removes
// alike (§4.5). The service compares addresses byte by byte.
type Situation struct {
	Email      string
	Pending    bool   // an invitation of exactly this address is open
	CaseTwin   string // an open invitation that differs in letter case only, "" = none
	Member     *User  // the member of exactly this address, nil = none
	Role       string // the member's role, "" = none
	MemberTwin string // a member whose address differs in letter case only, "" = none
}

// Situation reads the open invitations and the members, for administrators.
func (c *Client) Situation(ctx context.Context, email string) (Situation, error) {
	invites, err := collect(c.AccountInvites(ctx))
	if err != nil {
		return Situation{}, err
	}
	members, err := collect(c.Members(ctx))
	if err != nil {
		return Situation{}, err
	}
	return situationOf(email, c.account, invites, members), nil
}

func situationOf(email, account string, invites []AccountInvite, members []User) Situation {
	s := Situation{Email: email}
	for _, i := range invites {
		switch {
		case i.Email == email:
			s.Pending = true
		case strings.EqualFold(i.Email, email):
			s.CaseTwin = i.Email
		}
	}
	for _, m := range members {
		switch {
		case m.Email == email:
			s.Member, s.Role = &m, m.Role(account)
		case strings.EqualFold(m.Email, email):
			s.MemberTwin = m.Email
		}
	}
	return s
}

// Twin warns of an invitation or a member whose address differs in letter case
// only: to the service they are different people. "" = there is none.
func (s Situation) Twin() string {
	switch {
	case s.CaseTwin != "":
		return fmt.Sprintf("%s is invited too: the service takes letter cases for different people", rest.Line(s.CaseTwin))
	case s.MemberTwin != "":
		return fmt.Sprintf("%s is a member: the service takes letter cases for different people", rest.Line(s.MemberTwin))
	}
	return ""
}

// MayWithdraw is nil when Delete would withdraw an invitation and do nothing
// else. Otherwise it is a *rest.Error: Conflict for a member, NotFound where no
// invitation is open. It holds for sending anew as well.
func (s Situation) MayWithdraw() error {
	switch {
	case s.Member != nil:
		return newError(rest.Conflict, rest.Line(s.Email)+" is a member, and withdrawing would remove the person", "to remove a member use `members remove`")
	case !s.Pending && s.CaseTwin != "":
		return newError(rest.NotFound, "no invitation is open for "+rest.Line(s.Email), fmt.Sprintf("did you mean %s? Letter case counts", rest.Line(s.CaseTwin)))
	case !s.Pending:
		return newError(rest.NotFound, "no invitation is open for "+rest.Line(s.Email), "`invites list` shows the open ones")
	}
	return nil
}

// MayRemove is nil when Delete would remove a member. Otherwise it is a
// *rest.Error: NotFound for who is none, Credential for another administrator,
// whom the service does not let anybody remove; it would only delete what
// invitation there is (§4.5). Who removes oneself does it with Leave.
func (s Situation) MayRemove() error {
	switch {
	case s.Member == nil && s.Pending:
		return newError(rest.NotFound, rest.Line(s.Email)+" is no member yet", "the invitation is still open: `invites withdraw` takes it back")
	case s.Member == nil && s.MemberTwin != "":
		return newError(rest.NotFound, rest.Line(s.Email)+" is no member of the account", fmt.Sprintf("did you mean %s? Letter case counts", rest.Line(s.MemberTwin)))
	case s.Member == nil:
		return newError(rest.NotFound, rest.Line(s.Email)+" is no member of the account", "`members list` shows who is")
	case s.Role == RoleAdmin:
		return newError(rest.Credential, rest.Line(s.Email)+" is an administrator, and the service lets nobody remove another administrator",
			"administrators can only leave by themselves")
	}
	return nil
}
