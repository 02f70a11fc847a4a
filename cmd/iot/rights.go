package iot

import (
	"context"
	"unictl/internal/cli"
	"unictl/internal/iotinvites"
)

// rights are what the platform asks of whoever runs the commands, as observed at
// both generations (§4, §5).
func rights() []cli.Right {
	return []cli.Right{
		{Commands: []string{"invites list"}, Needs: "to administer the account; one generation shows it to every member", From: "§4.1"},
		{Commands: []string{"invites"}, Needs: "to administer the account", From: "§4", AnyOf: [][]string{{"admin"}}},
		{Commands: []string{"invites mine", "invites accept", "invites decline", "whoami", "ping", "accounts list"}, Needs: "a sign-in of one's own", From: "§4.2, §4.4, §5"},
		{Commands: []string{"members list"}, Needs: "to administer the account; one generation shows it to every member", From: "§5"},
		{Commands: []string{"members"}, Needs: "to administer the account; to leave it oneself, a membership", From: "§5", AnyOf: [][]string{{"admin"}}},
		{Commands: []string{"accounts"}, Needs: "a membership in the account", From: "§5"},
	}
}

// rightsHeld is the role that the token has in the account.
func rightsHeld(ctx context.Context, client any) (cli.Held, error) {
	c, err := cli.ClientAs[*iotinvites.Client](client)
	if err != nil {
		return cli.Held{}, err
	}
	token, err := c.TokenInfo().Do(ctx)
	if err != nil {
		return cli.Held{}, err
	}
	return cli.Held{Names: []string{token.Value.Role(c.AccountID())}, Where: "by the role in the token"}, nil
}
