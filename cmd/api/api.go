// Package api is `unictl api`: raw calls.
package api

import (
	"context"
	"encoding/json"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// Group is `unictl api`; each service's calls go through its provider.
func Group(ixonCloud *cli.Provider) cli.Group {
	return cli.Group{
		Use: "api", Short: "Call any operation of a service, with its credential and limits",
		Section:  cli.SectionTools,
		Children: func() []cli.Command { return []cli.Command{callIXON(ixonCloud)} },
	}
}

func callIXON(provider *cli.Provider) cli.Command {
	return cli.Raw[*ixon.Client]{
		Use: "ixon METHOD PATH", Short: "Call any operation of IXON Cloud", Provider: provider,
		Example: "  unictl api ixon GET users -F fields=publicId,name --paginate\n" +
			"  unictl api ixon POST groups -F name=\"Plant Lyon\" -F type:='{\"publicId\":\"GrpType00001\"}'\n" +
			"  unictl api ixon DELETE invites/Inv000000001 --yes",
		Call: func(c *ixon.Client, method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
			return c.Raw(method, path, query, body)
		},
		Pages: func(ctx context.Context, c *ixon.Client, path string, query []rest.Param) iter.Seq2[rest.Item[json.RawMessage], error] {
			return c.RawPages(ctx, path, query)
		},
	}
}
