package devo

import "unictl/internal/cli"

// rights are what Devo asks of whoever runs the commands, as far as it is public
// (§2.1). It tells nobody which rights a credential has.
func rights() []cli.Right {
	return []cli.Right{
		{
			Commands: []string{"tokens list", "tokens get"},
			Needs:    "a token of type Credentials API, of a user whose role has the permission \"API Credentials\"; without its level Manage only one's own tokens are seen",
			From:     "§2.1: Devo's documentation",
		},
		{
			Commands: []string{"tokens"},
			Needs:    "the same, with the level Manage",
			From:     "§2.1: Devo's documentation",
		},
		{Commands: []string{"users", "roles", "domains"}, From: "§6"},
	}
}
