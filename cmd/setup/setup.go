// Package setup is `unictl init`.
package setup

import (
	"context"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/cli/login"
	"unictl/internal/parse"
	"unictl/internal/setup"
)

// Command is `unictl init` for these providers.
func Command(providers func() []*cli.Provider) cli.Command {
	return cli.Change[*cli.Session, setup.Request]{
		Use: "init", Short: "Set up a context: ask for what is needed, and try it", Effect: cli.Update, Section: cli.SectionSettings,
		Long: "Set up a context, or go through one again: which services there are, what each needs and where that\n" +
			"is to be found. Credentials are tried at their service. Everything is written at the end: Ctrl-C and\n" +
			"the end of the input leave all as it was. Credentials go to the system's keyring; to a file readable by\n" +
			"you alone only after a yes, or with --store file.\n\n" +
			"Unattended, with --no-input, settings come from --set and variables, credentials from variables or from\n" +
			"where they are kept. They are tried all the same, and kept with --store only. What is not mentioned stays.",
		Example: "  unictl init\n" +
			"  unictl init --context plant-north --provider intrexx --set intrexx.url=https://intrexx.example.com:4242\n" +
			"  unictl init --no-input --context prod --provider ixon --provider devo --set ixon.company=1234-5678-9012-3456-7890",
		Inputs: func(in *setup.Request) cli.Inputs {
			return cli.Inputs{
				cli.FlagList("provider", &in.Providers, parse.Any, "set up this `SERVICE`, and ask about no other").
					Words(cli.Each(providers(), func(p *cli.Provider) string { return p.Name })...),
				cli.FlagList("set", &in.Set, contexts.ParseAssignment, cli.SetUsage),
				login.StoreFlag(&in.Store),
				cli.Switch("skip-test", &in.SkipTest, "write without trying anything at a service"),
			}
		},
		Target: (*setup.Request).Target,
		Steps: func(ctx context.Context, s *cli.Session, in *setup.Request) ([]cli.Step, error) {
			return in.Steps(ctx, s)
		},
	}
}
