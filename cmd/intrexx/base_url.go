package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/parse"
)

type baseURLIn struct{ URL string }

func baseURLGroup() cli.Group {
	return cli.Group{Use: "base-url", Short: "The address under which people reach the portal", Children: func() []cli.Command {
		return []cli.Command{
			cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
				Use: "get", Short: "Show the base URL of the portal", Example: "  unictl intrexx base-url get --portal intranet --context sandbox",
				Item: func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) { return c.WebServer().Do(ctx) },
			},
			setBaseURL(),
		}
	}}
}

func setBaseURL() cli.Command {
	return cli.Change[*intrexx.Client, baseURLIn]{
		Use: "set URL", Short: "Change the base URL of the portal", Effect: cli.Update,
		Long:    "Change the base URL of the portal: links in mails and between applications are made from it.",
		Example: "  unictl intrexx base-url set https://portal.example.org --portal intranet --dry-run",
		Inputs: func(in *baseURLIn) cli.Inputs {
			return cli.Inputs{cli.Arg("url", &in.URL, parse.WebAddress)}
		},
		Target: func(in *baseURLIn) string { return in.URL },
		Steps: func(_ context.Context, c *intrexx.Client, in *baseURLIn) ([]cli.Step, error) {
			return []cli.Step{{Name: "set the base URL to " + in.URL, Call: c.SetWebServer(intrexx.BaseURL{BaseURL: in.URL}.Body()), Look: "unictl intrexx base-url get"}}, nil
		},
	}
}
