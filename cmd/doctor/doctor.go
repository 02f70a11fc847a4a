// Package doctor is `unictl doctor`.
package doctor

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/doctor"
	"unictl/internal/rest"
)

type doctorIn struct{ Network, Problems bool }

// Command is `unictl doctor`.
func Command() cli.Command {
	return cli.List[*cli.Session, doctorIn, doctor.Finding]{
		Use: "doctor", Short: "Find out what is wrong, and what to do about it", Section: cli.SectionTools,
		Long: "Look at configuration, files and who can read them, variables and credentials; with --network, also at\n" +
			"the way to each configured service (proxy, DNS, connection, certificate, clock) and at its answer to the\n" +
			"cheapest call with the credential. Each is asked once, all at the same time: --retries has no effect.\n" +
			"It works with a broken configuration, and every finding that is not ok says what to do.",
		Example: "  unictl doctor\n  unictl doctor --network -o json\n  unictl doctor --problems --exit-code -q",
		Inputs: func(in *doctorIn) cli.Inputs {
			return cli.Inputs{
				cli.Switch("network", &in.Network, "also test the connection to each configured service, and its credential"),
				cli.Switch("problems", &in.Problems, "show problems only"),
			}
		},
		Columns: []cli.Column[doctor.Finding]{
			{Name: "status", Cell: func(f doctor.Finding) any { return string(f.Status) }},
			{Name: "check", ID: true, Cell: func(f doctor.Finding) any { return f.Check }},
			{Name: "detail", Cell: func(f doctor.Finding) any { return f.Detail }},
			{Name: "next", Cell: func(f doctor.Finding) any { return f.Next }},
		},
		Nothing: "no problems found",
		Items: func(ctx context.Context, s *cli.Session, in *doctorIn) iter.Seq2[rest.Item[doctor.Finding], error] {
			return doctor.Examine(ctx, s, in.Network)
		},
		Keep: func(in *doctorIn, f doctor.Finding) bool { return !in.Problems || f.Status == doctor.Problem },
	}
}
