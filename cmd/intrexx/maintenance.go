package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type diagnosisIn struct{ File string }

func diagnosisGroup() cli.Group {
	return cli.Group{Use: "diagnosis", Short: "The server's diagnosis file", Children: func() []cli.Command {
		return []cli.Command{downloadDiagnosis()}
	}}
}

func downloadDiagnosis() cli.Command {
	return cli.Download[*intrexx.Client, diagnosisIn]{
		Use: "download FILE", Short: "Download the diagnosis zip of the portal's server", Noun: "diagnosis zip",
		Long: "Download the diagnosis zip of the portal's server. It holds logs and configuration, so the file is for\n" +
			"your eyes only (0600). It takes its name when it is whole and a zip. - writes it to standard output.",
		Example: "  unictl intrexx diagnosis download diagnosis.zip --portal intranet --context sandbox\n" +
			"  unictl intrexx diagnosis download - --portal intranet | bsdtar -tf -",
		Inputs: func(in *diagnosisIn) cli.Inputs {
			return cli.Inputs{cli.Arg("file", &in.File, parse.Text(4096)).Path()}
		},
		To: func(in *diagnosisIn) string { return in.File }, Genuine: intrexx.ZipMagic,
		Tail: intrexx.ZipTail, Whole: intrexx.ZipWhole,
		Call: func(c *intrexx.Client, _ *diagnosisIn, receive rest.Receive) rest.Prepared {
			return c.Diagnosis(receive)
		},
	}
}

func searchIndexGroup() cli.Group {
	return cli.Group{Use: "search-index", Short: "The portal's search index", Children: func() []cli.Command {
		return []cli.Command{runSearchIndex()}
	}}
}

func runSearchIndex() cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "run", Short: "Trigger an action of the search index", Effect: cli.Update,
		Long:    "Trigger an action of the search index. The server does not say when it is over." + notPublic,
		Example: "  unictl intrexx search-index run --portal intranet --body action.json --dry-run",
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).CheckOptional,
		Target:  func(*editIn) string { return "the search index" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "run an action of the search index", "", c.RunSearchIndex)
		},
	}
}

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
		Inputs:  (*editIn).inputs,
		Check:   (*editIn).CheckOptional,
		Target:  func(*editIn) string { return "a user's session" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return in.send(ctx, "log off from the portal", "", c.Logout)
		},
	}
}
