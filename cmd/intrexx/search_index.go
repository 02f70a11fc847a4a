package intrexx

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
)

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
		Inputs:  func(in *editIn) cli.Inputs { return in.Inputs() },
		Check:   func(in *editIn) error { return in.CheckOptional() },
		Target:  func(*editIn) string { return "the search index" },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			body, err := in.New()
			return []cli.Step{{Name: "run an action of the search index", Call: c.RunSearchIndex(body)}}, err
		},
	}
}
