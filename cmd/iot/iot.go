// Package iot is the commands of the Open IoT Service Platform: one file per
// noun.
package iot

import (
	"unictl/internal/cli"
)

// Group is `unictl iot`.
func Group() cli.Group {
	return cli.Group{
		Use: "iot", Short: "Open IoT Service Platform: invitations to an account, and its members",
		Long: "Invite people to an account of the Open IoT Service Platform, withdraw invitations, and see to its\n" +
			"members. Both generations of the server work; you need not say which it is. The server compares\n" +
			"addresses byte by byte: --lowercase sends them in lower case.",
		Example: "  unictl iot invites list --context sandbox\n" +
			"  unictl iot invites create ada@example.com --context sandbox",
		Section: cli.SectionProviders, Provider: Provider(),
		Children: func() []cli.Command {
			return []cli.Command{invitesGroup(), membersGroup(), accountsGroup(), whoami(), ping()}
		},
	}
}
