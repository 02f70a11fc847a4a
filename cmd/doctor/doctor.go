// Package doctor is `unictl doctor`.
package doctor

import (
	"context"
	"iter"
	"slices"

	"unictl/internal/cli"
	"unictl/internal/doctor"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type doctorIn struct {
	Network, Problems, Contract bool
	Provider, Report            string
	compared                    *doctor.Comparison
}

func (in *doctorIn) check(providers []string) error {
	switch {
	case in.Contract && in.Network:
		return &cli.UsageError{Message: "--contract and --network exclude each other"}
	case in.Provider != "" && !in.Contract:
		return &cli.UsageError{Flag: "PROVIDER", Message: "goes with --contract", Hint: "unictl doctor --contract " + in.Provider}
	case in.Provider != "" && !slices.Contains(providers, in.Provider):
		return &cli.NotFoundError{Flag: "PROVIDER", Noun: "provider", Text: in.Provider, Candidates: providers}
	case in.Report != "" && !in.Contract:
		return &cli.UsageError{Flag: "--report", Message: "goes with --contract"}
	}
	return doctor.CheckReport(in.Report)
}

// Command is `unictl doctor`; groups are those of the services, whose reads are
// compared.
func Command(groups func() []cli.Group) cli.Command {
	return cli.List[*cli.Session, doctorIn, doctor.Finding]{
		Use: "doctor [PROVIDER]", Short: "Find out what is wrong, and what to do about it", Section: cli.SectionTools,
		Long: "Look at configuration, files and who can read them, variables and credentials; with --network, also at\n" +
			"the way to each configured service (proxy, DNS, connection, certificate, clock) and at its answer to the\n" +
			"cheapest call with the credential. Each is asked once, all at the same time: --retries has no effect.\n" +
			"It works with a broken configuration, and every finding that is not ok says what to do.\n\n" +
			"--contract compares the answers of a service to reads with what this tool expects, and writes nothing there.\n" +
			"The report (--report FILE, or -o json) has names, types and counts, no values: send it with a bug report.\n" +
			"Exit 7: a service gave no answer. A difference is exit 0, and 8 with --problems --exit-code.",
		Example: "  unictl doctor --network -o json\n  unictl doctor --problems --exit-code -q\n" +
			"  unictl doctor --contract ixon --report ixon-report.json",
		Inputs: func(in *doctorIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("provider", &in.Provider, parse.Any).Words(words(groups())...).Optional(),
				cli.Switch("network", &in.Network, "also test the connection to each configured service, and its credential"),
				cli.Switch("contract", &in.Contract, "compare the answers of PROVIDER, or of all services, with what is expected"),
				cli.Flag("report", &in.Report, cli.Trimmed(func(string) error { return nil }), cli.ReportUsage).Path(),
				cli.Switch("problems", &in.Problems, "show problems only"),
			}
		},
		Check: func(in *doctorIn) error { return in.check(words(groups())) },
		Columns: []cli.Column[doctor.Finding]{
			{Name: "status", Cell: func(f doctor.Finding) any { return string(f.Status) }},
			{Name: "check", ID: true, Cell: func(f doctor.Finding) any { return f.Check }},
			{Name: "detail", Cell: func(f doctor.Finding) any { return f.Detail }},
			{Name: "next", Cell: func(f doctor.Finding) any { return f.Next }},
		},
		Nothing: "no problems found",
		Items: func(ctx context.Context, s *cli.Session, in *doctorIn) iter.Seq2[rest.Item[doctor.Finding], error] {
			if !in.Contract {
				return doctor.Examine(ctx, s, in.Network)
			}
			in.compared = &doctor.Comparison{Only: in.Provider}
			for _, g := range groups() {
				in.compared.Reads = append(in.compared.Reads, cli.Reads(g)...)
			}
			return in.compared.Reported(ctx, s, in.Report)
		},
		Keep: func(in *doctorIn, f doctor.Finding) bool {
			return !in.Problems || f.Status == doctor.Problem || f.Status == doctor.Differs
		},
		Verdict: func(in *doctorIn) error {
			if in.compared == nil {
				return nil
			}
			return in.compared.Verdict()
		},
	}
}

func words(groups []cli.Group) []string {
	return cli.Each(groups, func(g cli.Group) string { return g.Use })
}
