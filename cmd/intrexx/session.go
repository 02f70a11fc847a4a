package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

func sessionGroup() cli.Group {
	return cli.Group{Use: "session", Short: "Sessions in the portal", Children: func() []cli.Command {
		return []cli.Command{logoutSession()}
	}}
}

func logoutSession() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "logout", Short: "Log a user off from the portal", Effect: cli.Update, Asks: true,
		Long: "Log a user off from the portal. This is not about the token that unictl signs in for. Whom it logs off,\n" +
			"and how the user is named, is not publicly documented: your server's own Swagger page has it, and --body\n" +
			"or --set passes it on. Without them the request has no body.",
		Example: "  unictl intrexx session logout --portal intranet --body user.json --yes",
		Inputs:  func(in *editIn) cli.Inputs { return in.Inputs() },
		Check:   func(in *editIn) error { return in.CheckOptional() },
		Target:  func(*editIn) string { return "a user's session" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			body, err := in.New()
			return []cli.Step{{Name: "log off from the portal", Call: c.Logout(body)}}, err
		},
	}
}
