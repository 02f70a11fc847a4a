package ixon

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/ixon"
)

type passwordResetIn struct{ User cli.Ref }

func sendPasswordReset() cli.Command {
	return cli.Change[*ixon.Client, passwordResetIn]{
		Use: "send-password-reset EMAIL…", Short: "Mail people a way to set a new password", Effect: cli.Update,
		Long: "Mail people a way to set a new password of their IXON account. The old one works until then. IXON\n" +
			"would take any address: here it has to be that of a member, or of whoever is named.",
		Example: "  unictl ixon users send-password-reset ada@example.com",
		Inputs: func(in *passwordResetIn) cli.Inputs {
			return cli.Inputs{cli.Arg("email", &in.User, cli.ParseRef).Many().Find(users())}
		},
		Target: func(in *passwordResetIn) string { return in.User.String() },
		ID:     func(in *passwordResetIn) string { return in.User.ID },
		Steps: func(ctx context.Context, c *ixon.Client, in *passwordResetIn) ([]cli.Step, error) {
			user, err := c.User(in.User.ID).Do(ctx)
			if err == nil {
				err = user.Certain("emailAddress")
			}
			switch {
			case err != nil:
				return nil, err
			case user.Value.EmailAddress == "":
				return nil, &cli.UsageError{Flag: "EMAIL", Message: in.User.String() + " is a service account: it has no address and no password"}
			}
			return []cli.Step{{Name: "mail " + user.Value.EmailAddress + " a way to set a password", Call: c.SendPasswordReset(user.Value.EmailAddress)}}, nil
		},
	}
}
