// Package auth is `unictl auth`: signing in and out.
package auth

import "unictl/internal/cli"

// Group is `unictl auth` for these providers.
func Group(providers func() []*cli.Provider) cli.Group {
	return cli.Group{
		Use: "auth", Short: "Sign in and out, and see where you stand", Section: cli.SectionSettings,
		Long: "A login tries a credential at the service and keeps it for the context in use: in the system's\n" +
			"keyring, or with --store file in a file readable by you alone. Variables come before what is kept,\n" +
			"and need no login.",
		Children: func() []cli.Command {
			return []cli.Command{
				each("login", "Sign in to a service, and keep what it gives", providers, func(p *cli.Provider) cli.Command { return p.Login.Verb(p).(cli.Command) }),
				each("logout", "Sign out: take back what a login made, and forget it", providers, logout),
				status(),
				each("token", "Print a token that works now, for other tools", providers, cli.TokenVerb),
			}
		},
	}
}

// each is a verb with a command for every provider: their flags differ.
func each(use, short string, providers func() []*cli.Provider, of func(*cli.Provider) cli.Command) cli.Command {
	return cli.Group{Use: use, Short: short, Chooses: "service", Children: func() []cli.Command { return cli.Each(providers(), of) }}
}
