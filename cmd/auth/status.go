package auth

import (
	"context"
	"fmt"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/cli/login"
	"unictl/internal/rest"
)

type statusIn struct {
	Network                     bool
	seen, unusable, unreachable int
}

func status() cli.Command {
	return cli.List[*cli.Session, statusIn, login.Status]{
		Use: "status", Short: "Show the credentials of all contexts and providers",
		Long: "Show the credentials of all contexts and providers, or of the context that --context names: who,\n" +
			"how, from where, until when. It asks nobody and calls nothing; --network tries each at its service,\n" +
			"and signs in for that where no token is kept. Exit 4 when one of them cannot be used, 7 when a\n" +
			"service could not be reached.",
		Example: "  unictl auth status\n  unictl auth status --network -o json",
		Inputs: func(in *statusIn) cli.Inputs {
			return cli.Inputs{cli.Switch("network", &in.Network, "try each credential at its service")}
		},
		Columns: columns(), Nothing: "no credentials are configured: `unictl init`, or `unictl auth login`",
		Items: func(ctx context.Context, s *cli.Session, in *statusIn) iter.Seq2[rest.Item[login.Status], error] {
			return login.Statuses(ctx, s, in.Network)
		},
		Keep:    func(in *statusIn, row login.Status) bool { in.count(row.State); return true },
		Verdict: (*statusIn).verdict,
	}
}

func columns() []cli.Column[login.Status] {
	return []cli.Column[login.Status]{
		{Name: "context", Cell: func(s login.Status) any { return s.Context }},
		{Name: "provider", ID: true, Cell: func(s login.Status) any { return s.Provider }},
		{Name: "who", Cell: func(s login.Status) any { return s.Who }},
		{Name: "how", Cell: func(s login.Status) any { return s.How }},
		{Name: "source", Cell: func(s login.Status) any { return s.Source }},
		{Name: "expires", Cell: func(s login.Status) any { return s.Expires }},
		{Name: "state", Cell: func(s login.Status) any { return string(s.State) }},
		{Name: "detail", Cell: func(s login.Status) any { return s.Detail }},
	}
}

func (in *statusIn) count(state login.State) {
	in.seen++
	if state.Unusable() {
		in.unusable++
	}
	if state == login.StatusUnreachable {
		in.unreachable++
	}
}

func (in *statusIn) verdict() error {
	switch {
	case in.unusable > 0:
		return &cli.CredentialError{
			Message: fmt.Sprintf("%d of %d cannot be used", in.unusable, in.seen),
			Hint:    "the column detail says what is wrong; `unictl auth login PROVIDER --context NAME` signs in",
		}
	case in.unreachable > 0:
		return &rest.Error{Kind: rest.Temporary, Message: fmt.Sprintf("%d of %d could not be tried", in.unreachable, in.seen), Hint: "try again once the service can be reached; `unictl doctor --network` looks at the way there"}
	}
	return nil
}
