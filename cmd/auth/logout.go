package auth

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/cli/login"
)

func logout(p *cli.Provider) cli.Command {
	return cli.Change[*cli.Session, login.Logout]{
		Use: p.Name, Short: "Sign out of " + p.Title, Effect: cli.Update,
		Long: "Revoke the token that a login made, where the service can do that, and forget what is kept for\n" +
			"this provider and context: in the keyring, in the secrets file and in the token cache. A token that\n" +
			"the login was given is only forgotten. The trusted device stays, so that the next login needs no\n" +
			"one-time code.",
		Example: "  unictl auth logout " + p.Name + " --context prod",
		Inputs: func(in *login.Logout) cli.Inputs {
			return cli.Inputs{
				cli.Switch("local", &in.Local, "forget it on this machine alone, and revoke nothing"),
				cli.Switch("forget-device", &in.Device, "forget the identifier of the trusted device, too"),
			}
		},
		Target: func(*login.Logout) string { return p.Title },
		Steps: func(ctx context.Context, s *cli.Session, in *login.Logout) ([]cli.Step, error) {
			return login.LogoutSteps(ctx, s, p, *in)
		},
	}
}
