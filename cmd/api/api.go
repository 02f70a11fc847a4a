// Package api is `unictl api`: raw calls.
package api

import "unictl/internal/cli"

// Group is `unictl api`; calls are those of each service.
func Group(calls ...func() cli.Command) cli.Group {
	return cli.Group{
		Use: "api", Short: "Call any operation of a service, with its credential and limits",
		Section: cli.SectionTools,
		Children: func() []cli.Command {
			return cli.Each(calls, func(call func() cli.Command) cli.Command { return call() })
		},
	}
}
