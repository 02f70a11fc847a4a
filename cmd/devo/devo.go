// Package devo is the commands of Devo's token API and of the users, roles and
// domains of its Provisioning API: one file per noun or verb.
package devo

import (
	"unictl/internal/cli"
)

// Group is `unictl devo`.
func Group() cli.Group {
	return cli.Group{
		Use: "devo", Short: "Devo: API tokens, users and their roles",
		Long: "Administer the API tokens and the users of a Devo account (domain). The account is named in full: a domain that\n" +
			"is part of a multitenant needs its tail, domain@multitenant.",
		Example: "  unictl devo tokens list --context sandbox\n" +
			"  unictl devo tokens list --expiring-within 30d --context sandbox",
		Section: cli.SectionProviders, Provider: Provider(),
		Children: func() []cli.Command { return []cli.Command{tokensGroup(), usersGroup(), rolesGroup(), domainsGroup()} },
	}
}

func tokensGroup() cli.Group {
	return cli.Group{Use: "tokens", Short: "The API tokens of the account", Children: func() []cli.Command {
		return []cli.Command{
			listTokens(), getToken(), createToken(), enableToken(), disableToken(), renameToken(), deleteToken(), rotateToken(),
		}
	}}
}

func rolesGroup() cli.Group {
	return cli.Group{Use: "roles", Short: "The roles of the domain", Children: func() []cli.Command {
		return []cli.Command{listRoles()}
	}}
}
