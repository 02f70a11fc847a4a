package iotinvites

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"unictl/internal/rest"
)

// InviteIDFor is the id of the open invitation of the token's own user to an
// account: only the addressee can learn it (§4.1). account is an id or a name;
// "" takes the only invitation there is. Errors are of kind NotFound, or
// BadInput where several invitations are meant.
func (c *Client) InviteIDFor(ctx context.Context, ownEmail, account string) (string, error) {
	all, err := collect(c.MyInvites(ctx, ownEmail))
	if err != nil {
		return "", err
	}
	return inviteTo(all, account)
}

func inviteTo(all []Invitation, account string) (string, error) {
	var meant []Invitation
	var names []string
	for _, i := range all {
		if account == "" || i.AccountID == account || i.AccountName == account {
			meant = append(meant, i)
			names = append(names, rest.Line(i.AccountName)+" ("+rest.Line(i.ID)+")")
		}
	}
	switch {
	case len(meant) == 1:
		return meant[0].ID, nil
	case len(meant) > 1:
		return "", badInput(fmt.Sprintf("%d invitations are open", len(meant)), "give the id of one: "+strings.Join(names, ", "))
	case account == "":
		return "", newError(rest.NotFound, "no invitation is open for you", hintGone)
	}
	return "", newError(rest.NotFound, "no invitation to "+rest.Line(account)+" is open for you", hintGone)
}

// Mine lists the open invitations of the token's own user. The service answers
// 401 to any other address, so one is refused here with the reason; "" = the
// own one.
func (c *Client) Mine(ctx context.Context, email string) iter.Seq2[rest.Item[Invitation], error] {
	me, err := c.Myself(ctx)
	switch own := me.Value.Email; {
	case err != nil:
	case email != "" && email != own:
		err = newError(rest.Credential, "the service shows nobody the invitations of another address",
			fmt.Sprintf("you are signed in as %s; who was invited has to sign in, or an administrator can see the addresses with `invites list`", rest.Line(own)))
	default:
		return c.MyInvites(ctx, own)
	}
	return func(yield func(rest.Item[Invitation], error) bool) { yield(rest.Item[Invitation]{}, err) }
}
