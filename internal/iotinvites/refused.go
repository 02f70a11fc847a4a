package iotinvites

import (
	"context"
	"fmt"

	"unictl/internal/rest"
)

const (
	reasonToken = "the token is not valid: it has expired, was made up, or belongs to another server"
	hintToken   = "sign in again, or set a fresh token"
)

// WhyRefused asks the service what a refusal with 401 meant, which it does not
// say itself (§6): the token, or a right that its user lacks in the account.
// Both are "" when the service cannot be asked.
func (c *Client) WhyRefused(ctx context.Context) (reason, hint string) {
	info, err := c.TokenInfo().Do(ctx)
	switch _, refused := refusedToken(err); {
	case refused:
		return reasonToken, hintToken
	case err != nil:
		return "", ""
	}
	return explainRefusal(info.Value, c.account)
}

func explainRefusal(info TokenInfo, account string) (reason, hint string) {
	const newToken = "; if that has just changed, sign in again: this server reads rights from the token"
	late := ""
	if info.Dialect == K {
		late = newToken
	}
	role := info.Role(account)
	switch {
	case !info.Valid:
		return reasonToken, hintToken
	case account == "":
		return "the token is valid, but its user has no right to this", "other people's data and the invitations of other addresses are closed to everybody"
	case role == "":
		return "the token is valid, but its user is no member of the account " + account, "`accounts list` shows the accounts of this user" + late
	case role != RoleAdmin:
		return fmt.Sprintf("the token is valid, but its user has the role %q in the account", rest.Line(role)),
			"an administrator of the account has to do this, or to promote this user" + late
	}
	return "the token is valid and its user an administrator of the account: the service allows this to nobody",
		"other people's data, the invitations of other addresses and the removal of another administrator are closed to everybody"
}
