// Package ixon is the commands of IXON Cloud: one file per noun.
package ixon

import (
	"unictl/internal/cli"
)

// Group is `unictl ixon`.
func Group() cli.Group {
	return cli.Group{
		Use: "ixon", Short: "IXON Cloud: people, invitations, roles, groups, access",
		Long: "Administer the people of an IXON company: invite, list, change and take away access.\n\n" +
			"Wherever a user, role or group is asked for, its name, its publicId or the user's\n" +
			"e-mail address will do; `company` is the company-wide group.",
		Example: "  unictl ixon users list --context sandbox\n" +
			"  unictl ixon users invite ada@example.com --grant company=Engineer@2027-01-31 --context sandbox\n" +
			"  unictl ixon access list -o csv --context sandbox",
		Section: cli.SectionProviders, Provider: Provider(), Children: nouns,
	}
}

func nouns() []cli.Command {
	return []cli.Command{
		usersGroup(), invitesGroup(), rolesGroup(), groupsGroup(), membershipsGroup(), companiesGroup(),
		permissionsGroup(), serviceAccountsGroup(), accessTokensGroup(), auditGroup(), accessGroup(), ping(),
	}
}
