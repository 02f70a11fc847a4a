package iotinvites

import (
	"context"
	"fmt"
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
			names = append(names, line(i.AccountName)+" ("+line(i.ID)+")")
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
	return "", newError(rest.NotFound, "no invitation to "+line(account)+" is open for you", hintGone)
}
