// Package cmd is the command tree.
package cmd

import (
	"unictl/cmd/api"
	"unictl/cmd/auth"
	"unictl/cmd/bulk"
	"unictl/cmd/config"
	"unictl/cmd/devo"
	"unictl/cmd/doctor"
	"unictl/cmd/history"
	"unictl/cmd/intrexx"
	"unictl/cmd/iot"
	"unictl/cmd/ixon"
	"unictl/cmd/sandbox"
	"unictl/cmd/setup"
	"unictl/internal/cli"
)

// root is `unictl`.
func root() cli.Group {
	return cli.Group{
		Use: "unictl", Short: "One admin CLI for IXON Cloud, Intrexx, the Open IoT Service Platform and Devo",
		Long: "Invite, audit and revoke people across industrial services, at a terminal, in scripts and in CI.\n\n" +
			"Try it without an account anywhere: every command takes --context sandbox.",
		Example: "  unictl ixon users list --context sandbox\n  unictl doctor",
		Children: func() []cli.Command {
			return []cli.Command{
				ixon.Group(), intrexx.Group(), iot.Group(), devo.Group(), setup.Command(providers), config.Contexts(), config.Group(), auth.Group(providers), api.Group(ixon.Call, intrexx.Call, iot.Call, devo.Call), sandbox.Group(), bulk.Group(), history.Group(),
				doctor.Command(services), cli.Completion(), cli.ShowVersion(),
			}
		},
	}
}

// services are the groups of the services, in the same order.
func services() []cli.Group {
	return []cli.Group{ixon.Group(), intrexx.Group(), iot.Group(), devo.Group()}
}

// providers are the services, in the order of documentation.
func providers() []*cli.Provider {
	return []*cli.Provider{ixon.Provider(), intrexx.Provider(), iot.Provider(), devo.Provider()}
}

// New puts the tool together. What belongs to the process, streams and
// environment, is the caller's to fill in.
func New(version cli.Version) *cli.App {
	return &cli.App{Root: root(), Process: cli.Process{Version: version, Providers: providers, OpenSandbox: sandbox.Open}}
}
