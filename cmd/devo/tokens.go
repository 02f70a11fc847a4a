package devo

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
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

// tokenIDs are the ids of all tokens of the account.
func tokenIDs(ctx context.Context, c *devotokens.Client) (ids []devotokens.ID, err error) {
	for item, err := range c.Tokens(ctx) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, item.Value.ID)
	}
	return ids, nil
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

	all own // of the whole list, before the filters
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
	in.all.see(t)
	now := time.Now()
	return (!in.Active || (t.Active && !t.Expired(now))) && (!in.Inactive || !t.Active) && (!in.Expired || t.Expired(now)) &&
		(in.ExpiringWithin == 0 || t.ExpiresWithin(now, in.ExpiringWithin)) &&
		(in.Owner == "" || parse.Folded(t.Owner) == parse.Folded(in.Owner)) && (in.User == "" || parse.Folded(t.User) == parse.Folded(in.User)) &&
		(in.Audience == "" || t.HasAudience(in.Audience)) && (in.Scope == "" || t.ScopeContains(in.Scope)) &&
		(!in.AllTables || t.AllTables())
}

// asks are the members that the filters in use look at.
func (in *whichTokens) asks() []string {
	return cli.Asked(
		in.Active || in.Inactive, "active", in.Active || in.Expired || in.ExpiringWithin != 0, "expiration",
		in.Owner != "", "owner", in.User != "", "user", in.Audience != "", "audience", in.Scope != "" || in.AllTables, "scope",
		in.Scope != "" || in.AllTables, "scopes",
	)
}

func listTokens() cli.Command {
	return cli.List[*devotokens.Client, whichTokens, devotokens.Token]{
		Use: "list", Short: "List tokens, without their values",
		Example: "  unictl devo tokens list --expiring-within 30d --exit-code\n  unictl devo tokens list --all-tables -o csv",
		Inputs:  (*whichTokens).inputs, Check: (*whichTokens).check, Keep: (*whichTokens).keep, Asks: (*whichTokens).asks, Columns: tokenColumns(),
		Doubt: func(in *whichTokens) string { return in.all.doubt() },
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

// detail is one token with what can be told of its value.
type detail struct {
	devotokens.Token
	Value string // the value when revealed, or why it is not shown; "" = there is none
}

func getToken() cli.Command {
	return cli.Get[*devotokens.Client, oneToken, detail]{
		Use: "get TOKEN", Short: "Show one token, by id or name",
		Long: "Show one token. Its value is hidden unless --reveal; Devo itself masks it from everybody but the\n" +
			"token's owner and its user.",
		Example: "  unictl devo tokens get 41\n  unictl devo tokens get \"ci ingest\" --reveal -o json",
		Inputs: func(in *oneToken) cli.Inputs {
			return cli.Inputs{in.arg(), cli.Switch("reveal", &in.Reveal, "show the token's value")}
		},
		Columns: cli.AlsoFor(tokenColumns(), func(d detail) devotokens.Token { return d.Token },
			cli.Column[detail]{Name: "value", Cell: func(d detail) any { return d.Value }}),
		Item: func(ctx context.Context, c *devotokens.Client, in *oneToken) (rest.Item[detail], error) {
			return in.detail(ctx, c)
		},
	}
}

func (in *oneToken) detail(ctx context.Context, c *devotokens.Client) (rest.Item[detail], error) {
	item, err := c.Token(in.tokenID()).Do(ctx)
	if err != nil {
		return rest.Item[detail]{}, err
	}
	d := rest.Item[detail]{Value: detail{Token: item.Value}, Raw: item.Raw, Odd: item.Odd}
	value, masked := devotokens.Value(item.Raw)
	switch {
	case masked:
		d.Value.Value = "masked by Devo: you are neither the token's owner nor its user"
	case value != "" && in.Reveal:
		d.Value.Value = value
	case value != "":
		d.Value.Value = "hidden (--reveal shows it)"
	}
	if !in.Reveal {
		d.Raw = devotokens.Mask(item.Raw)
	}
	return d, nil
}

func enableToken() cli.Command {
	return cli.Change[*devotokens.Client, oneToken]{
		Use: "enable TOKEN…", Short: "Enable tokens", Effect: cli.Update, Example: "  unictl devo tokens enable 41 42",
		Inputs: (*oneToken).many, Target: (*oneToken).target, ID: (*oneToken).id,
		Steps: func(ctx context.Context, c *devotokens.Client, in *oneToken) ([]cli.Step, error) {
			return in.switchTo(ctx, c, true)
		},
	}
}

func disableToken() cli.Command {
	return cli.Change[*devotokens.Client, oneToken]{
		Use: "disable TOKEN…", Short: "Disable tokens; they can be enabled again", Effect: cli.Delete, Example: "  unictl devo tokens disable 41 --yes",
		Inputs: (*oneToken).many, Target: (*oneToken).target, ID: (*oneToken).id, Guard: keepOwn((*oneToken).tokenID),
		Steps: func(ctx context.Context, c *devotokens.Client, in *oneToken) ([]cli.Step, error) {
			return in.switchTo(ctx, c, false)
		},
	}
}

// switchTo enables or disables a token that is in the other state.
func (in *oneToken) switchTo(ctx context.Context, c *devotokens.Client, active bool) ([]cli.Step, error) {
	before, own, err := in.read(ctx, c)
	if err != nil || before.Value.Active == active && before.Certain("active") == nil {
		return nil, err
	}
	verb, call := "disable ", c.Disable
	if active {
		verb, call = "enable ", c.Enable
	}
	return []cli.Step{{
		Name: verb + in.target(), Call: call(in.tokenID()),
		Verify: func(ctx context.Context) error { return confirmActive(ctx, c, in.tokenID(), active, own) },
	}}, nil
}

// before reads a token before it is changed; own tells that it is, or by the end
// of its mask may be, the token in use.
func (in *oneToken) before(ctx context.Context, c *devotokens.Client) (t devotokens.Token, own bool, err error) {
	item, own, err := in.read(ctx, c)
	if err == nil {
		err = item.Certain("active", "expiration", "name", "user", "audience", "scope", "scopes")
	}
	return item.Value, own, err
}

// read is before for those who ask of each value whether it could be read.
func (in *oneToken) read(ctx context.Context, c *devotokens.Client) (item rest.Item[devotokens.Token], own bool, err error) {
	if item, err = c.Token(in.tokenID()).Do(ctx); err != nil {
		return item, false, err
	}
	mine, err := c.TokenInUse(ctx)
	return item, lockout(item.Raw, mine) != "", err
}

// confirmActive reads a token back, because what enabling and disabling answer
// is not documented. The token in use cannot read itself any more once it is
// disabled: that it is refused is the confirmation.
func confirmActive(ctx context.Context, c *devotokens.Client, id devotokens.ID, active, own bool) error {
	item, err := c.Token(id).Do(ctx)
	switch {
	case own && !active && rest.Is(err, rest.Credential):
		return nil
	case err != nil:
		return err
	case item.Certain("active") != nil:
		return failure(rest.Failed, fmt.Sprintf("the service answered OK, and whether token %s is enabled cannot be read: it says %s",
			rest.Line(string(id)), rest.Line(string(item.Odd["active"]))), "look at it in Devo")
	case item.Value.Active == active:
		return nil
	}
	state := "enabled"
	if active {
		state = "disabled"
	}
	return failure(rest.Failed, fmt.Sprintf("the service answered OK, but token %s is still %s", rest.Line(string(id)), state),
		"try again, and ask Devo if it stays so")
}

type renameIn struct {
	oneToken
	Name string
}

func renameToken() cli.Command {
	return cli.Change[*devotokens.Client, renameIn]{
		Use: "rename TOKEN NAME", Short: "Rename a token", Effect: cli.Update,
		Long:    "Rename a token, and read it back: Devo answers OK to names that it does not take.",
		Example: "  unictl devo tokens rename 41 \"ci ingest 2027\"",
		Inputs: func(in *renameIn) cli.Inputs {
			return cli.Inputs{in.arg(), cli.Arg("name", &in.Name, cli.Trimmed(devotokens.CheckName))}
		},
		Target: func(in *renameIn) string { return in.target() },
		ID:     func(in *renameIn) string { return in.id() },
		Steps: func(ctx context.Context, c *devotokens.Client, in *renameIn) ([]cli.Step, error) {
			item, err := c.Token(in.tokenID()).Do(ctx)
			if err != nil || item.Value.Name == in.Name {
				return nil, err
			}
			return []cli.Step{{
				Name: "rename " + in.target(), Call: c.Rename(in.tokenID(), in.Name),
				Verify: func(ctx context.Context) error { return confirmName(ctx, c, in.tokenID(), in.Name) },
			}}, nil
		},
	}
}

// confirmName reads a token back: the service answers OK to names that it does
// not take (§3.2).
func confirmName(ctx context.Context, c *devotokens.Client, id devotokens.ID, name string) error {
	item, err := c.Token(id).Do(ctx)
	if err != nil || item.Value.Name == name {
		return err
	}
	return failure(rest.Failed, fmt.Sprintf("the service answered OK, but token %s is named %q", rest.Line(string(id)), rest.Line(item.Value.Name)),
		"the service did not take the new name: try another one")
}

func deleteToken() cli.Command {
	return cli.Change[*devotokens.Client, oneToken]{
		Use: "delete TOKEN…", Short: "Delete tokens for good", Effect: cli.Delete, TypeName: true,
		Long:    "Delete tokens for good. At a terminal the token's name has to be typed. Disabling can be undone, this cannot.",
		Example: "  unictl devo tokens delete 41 --yes",
		Inputs:  (*oneToken).many, Target: (*oneToken).target, ID: (*oneToken).id, Guard: keepOwn((*oneToken).tokenID),
		Steps: func(_ context.Context, c *devotokens.Client, in *oneToken) ([]cli.Step, error) {
			return []cli.Step{{Name: "delete " + in.target(), Call: c.Delete(in.tokenID())}}, nil
		},
	}
}

// keepOwn guards the token in use. Only its value tells which one that is, and
// lists have no values (§7), so each row's token is read. Rows do not change the
// answer for one another: there is one token in use, and it is never let pass.
func keepOwn[In any](id func(*In) devotokens.ID) *cli.Guard[*devotokens.Client, In] {
	return &cli.Guard[*devotokens.Client, In]{Read: func(ctx context.Context, c *devotokens.Client, _ cli.Allowed) (func(context.Context, *In) error, error) {
		mine, err := c.TokenInUse(ctx)
		return func(ctx context.Context, in *In) error {
			if mine.IsZero() { // signed calls carry none that could be taken away
				return nil
			}
			item, err := c.Token(id(in)).Do(ctx)
			if err != nil {
				return err
			}
			return cli.Lockout(cli.Yourself, lockout(item.Raw, mine))
		}, err
	}}
}

// lockout says why taking a token away would lock the caller out: by its value,
// or by what its mask ends with, it is the one in use. "" = it is another one, or
// it cannot be known: only a token's owner and its user see its value (§7).
func lockout(raw json.RawMessage, mine rest.Secret) (reason string) {
	value, masked := devotokens.Value(raw)
	tail := value[strings.LastIndexByte(value, '.')+1:]
	switch own := mine.Reveal(); {
	case value == "" || own == "":
	case !masked && value == own:
		return "this is the token that the command itself uses"
	case masked && tail != "" && strings.HasSuffix(own, tail):
		return "this may be the token that the command itself uses: it ends with the same characters"
	}
	return ""
}

// failure is an error about what was read.
func failure(kind rest.Kind, message, hint string) *rest.Error {
	return &rest.Error{Kind: kind, Provider: "devo", Message: message, Hint: hint}
}

// own narrows down who made, or may use, every token that was seen.
type own struct {
	seen   bool
	people map[string]bool // who has all of them, as far as was seen
}

func (o *own) see(t devotokens.Token) {
	of := map[string]bool{t.Owner: t.Owner != "", t.User: t.User != ""}
	if !o.seen {
		o.seen, o.people = true, of
	}
	maps.DeleteFunc(o.people, func(who string, _ bool) bool { return !of[who] })
}

// doubt says that there may be tokens which are not seen: who lacks the level
// Manage sees their own alone, and nothing in the answer says so (§2.1).
func (o *own) doubt() string {
	const why = `without the level Manage of the permission "API Credentials" Devo shows one's own tokens alone, so there may be others`
	switch {
	case !o.seen:
		return "Devo shows no token: " + why
	case len(o.people) > 0:
		return "every token here is one that " + strings.Join(slices.Sorted(maps.Keys(o.people)), ", ") + " made or may use: " + why
	}
	return ""
}
