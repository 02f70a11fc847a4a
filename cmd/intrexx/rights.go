package intrexx

import "unictl/internal/cli"

// rights are what the Administration API asks for: a sign-in of its own is all
// that is public (§3).
func rights() []cli.Right {
	return []cli.Right{{Commands: []string{""}, Needs: "a sign-in of the Administration API; finer rights are not public", From: "§3"}}
}
