package devo

import (
	"context"
	"iter"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// tokens finds a token by its id or its name, which need not be unique.
func tokens() *cli.Lookup {
	return cli.LookupIn("token", devotokens.IsID, func(ctx context.Context, c *devotokens.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Tokens(ctx), func(t devotokens.Token) cli.Entry {
			return cli.Entry{ID: string(t.ID), Names: []string{t.Name}, Note: t.User}
		})
	})
}

func tokenColumns() []cli.Column[devotokens.Token] {
	return []cli.Column[devotokens.Token]{
		{Name: "id", ID: true, Cell: func(t devotokens.Token) any { return string(t.ID) }},
		{Name: "name", Cell: func(t devotokens.Token) any { return t.Name }},
		{Name: "active", Cell: func(t devotokens.Token) any { return t.Active }},
		{Name: "user", Cell: func(t devotokens.Token) any { return t.User }},
		{Name: "audience", Cell: func(t devotokens.Token) any { return t.Audience }},
		{Name: "scope", Cell: func(t devotokens.Token) any { return t.Scopes() }},
		{Name: "expiration", Cell: func(t devotokens.Token) any { return t.Expiration }},
		{Name: "owner", Wide: true, Cell: func(t devotokens.Token) any { return t.Owner }},
		{Name: "created", Wide: true, Cell: func(t devotokens.Token) any { return t.Created }},
		{Name: "updated", Wide: true, Cell: func(t devotokens.Token) any { return t.Updated }},
		{Name: "account", Wide: true, Cell: func(t devotokens.Token) any { return t.Account }},
	}
}

// whichTokens are the filters of the list. The API has none: all are applied
// here.
type whichTokens struct {
	Active, Inactive, Expired, AllTables bool
	ExpiringWithin                       time.Duration
	Owner, User, Audience, Scope         string
}

func (in *whichTokens) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Switch("active", &in.Active, "only tokens that are enabled and have not expired"),
		cli.Switch("inactive", &in.Inactive, "only tokens that are disabled"),
		cli.Switch("expired", &in.Expired, "only tokens that have expired"),
		cli.Flag("expiring-within", &in.ExpiringWithin, parse.Duration, "only tokens that expire within this `SPAN`, like 30d"),
		cli.Flag("owner", &in.Owner, parse.Any, "only tokens that this `EMAIL` made"),
		cli.Flag("user", &in.User, parse.Any, "only tokens that this `EMAIL` may use"),
		cli.Flag("audience", &in.Audience, parse.Any, "only tokens for this `AUDIENCE`, like http or apiv2"),
		cli.Flag("scope-contains", &in.Scope, parse.Any, "only tokens with this `TEXT` in a scope"),
		cli.Switch("all-tables", &in.AllTables, "only tokens that reach all tables"),
	}
}

func (in *whichTokens) check() error {
	if in.Active && in.Inactive {
		return &cli.UsageError{Message: "--active and --inactive exclude each other"}
	}
	return nil
}

func (in *whichTokens) keep(t devotokens.Token) bool {
	now := time.Now()
	return (!in.Active || (t.Active && !t.Expired(now))) && (!in.Inactive || !t.Active) && (!in.Expired || t.Expired(now)) &&
		(in.ExpiringWithin == 0 || t.ExpiresWithin(now, in.ExpiringWithin)) &&
		(in.Owner == "" || strings.EqualFold(t.Owner, in.Owner)) && (in.User == "" || strings.EqualFold(t.User, in.User)) &&
		(in.Audience == "" || t.HasAudience(in.Audience)) && (in.Scope == "" || t.ScopeContains(in.Scope)) &&
		(!in.AllTables || t.AllTables())
}

func listTokens() cli.Command {
	return cli.List[*devotokens.Client, whichTokens, devotokens.Token]{
		Use: "list", Short: "List tokens, without their values",
		Example: "  unictl devo tokens list --expiring-within 30d --exit-code\n  unictl devo tokens list --all-tables -o csv",
		Inputs:  (*whichTokens).inputs, Check: (*whichTokens).check, Keep: (*whichTokens).keep, Columns: tokenColumns(),
		Items: func(ctx context.Context, c *devotokens.Client, _ *whichTokens) iter.Seq2[rest.Item[devotokens.Token], error] {
			return c.Tokens(ctx)
		},
	}
}

type oneToken struct {
	Token  cli.Ref
	Reveal bool
}

func (in *oneToken) arg() *cli.Input        { return cli.Arg("token", &in.Token, cli.ParseRef).Find(tokens()) }
func (in *oneToken) many() cli.Inputs       { return cli.Inputs{in.arg().Many()} }
func (in *oneToken) target() string         { return in.Token.String() }
func (in *oneToken) id() string             { return in.Token.ID }
func (in *oneToken) tokenID() devotokens.ID { return devotokens.ID(in.Token.ID) }

func getToken() cli.Command {
	return cli.Get[*devotokens.Client, oneToken, devotokens.Detail]{
		Use: "get TOKEN", Short: "Show one token, by id or name",
		Long: "Show one token. Its value is hidden unless --reveal; Devo itself masks it from everybody but the\n" +
			"token's owner and its user.",
		Example: "  unictl devo tokens get 41\n  unictl devo tokens get \"ci ingest\" --reveal -o json",
		Inputs: func(in *oneToken) cli.Inputs {
			return cli.Inputs{in.arg(), cli.Switch("reveal", &in.Reveal, "show the token's value")}
		},
		Columns: cli.AlsoFor(tokenColumns(), func(d devotokens.Detail) devotokens.Token { return d.Token },
			cli.Column[devotokens.Detail]{Name: "value", Cell: func(d devotokens.Detail) any { return d.Value }}),
		Item: func(ctx context.Context, c *devotokens.Client, in *oneToken) (rest.Item[devotokens.Detail], error) {
			return c.Detail(ctx, in.tokenID(), in.Reveal)
		},
	}
}
