package devo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type createIn struct {
	Name             string
	User             parse.Address
	Audience, Scopes []string
	Body             json.RawMessage
	made             made
}

func (in *createIn) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Flag("name", &in.Name, cli.Trimmed(devotokens.CheckName), "`NAME` of the token"),
		cli.Flag("user", &in.User, parse.Email, "e-mail address of the `USER` who may use it"),
		cli.FlagList("audience", &in.Audience, parse.Text(255), "what it is for: `AUDIENCE` such as http, apiv2, alerts; may be repeated").Words(devotokens.Audiences()...),
		cli.FlagList("scope", &in.Scopes, parse.Checked(devotokens.CheckScope), "what it reaches: `SCOPE` like table://my.app.web.access; may be repeated"),
		cli.ObjectFlag(&in.Body),
	}
}

func (in *createIn) check() error {
	flags := in.Name != "" || in.User != "" || len(in.Audience) > 0 || len(in.Scopes) > 0
	switch {
	case in.Body != nil && flags:
		return &cli.UsageError{Message: "--body and the flags for single fields exclude each other"}
	case in.Body != nil:
		return nil
	case in.Name == "" || in.User == "" || len(in.Audience) == 0 || len(in.Scopes) == 0:
		return &cli.UsageError{Message: "a token needs --name, --user, --audience and --scope", Hint: "or the whole body with --body FILE"}
	}
	return nil
}

func (in *createIn) steps(ctx context.Context, c *devotokens.Client) ([]cli.Step, error) {
	before, err := tokenIDs(ctx, c)
	if err != nil {
		return nil, err
	}
	call := c.Create(devotokens.TokenCreate{Name: in.Name, User: in.User.String(), Audience: in.Audience, Scopes: in.Scopes})
	if in.Body != nil {
		if call, err = c.CreateRaw(in.Body); err != nil {
			return nil, err
		}
	}
	var answer devotokens.Answer
	return []cli.Step{{
		Name: "create " + in.target(), Call: call.Then(func(a devotokens.Answer) { answer = a }), HandsOver: true,
		Verify: func(ctx context.Context) (err error) {
			in.made, err = complete(ctx, c, before, answer, in.target())
			return err
		},
	}}, nil
}

// target is the name, which a body may hold as well.
func (in *createIn) target() string {
	if in.Body != nil {
		return nameIn(in.Body)
	}
	return in.Name
}

// nameIn is the name in a body of a creation; "" where it has none.
func nameIn(body json.RawMessage) string {
	var named struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(body, &named) != nil {
		return ""
	}
	return named.Name
}

func createToken() cli.Command {
	return cli.Change[*devotokens.Client, createIn]{
		Use: "create", Short: "Create a token", Effect: cli.Create,
		Long: "Create a token. Its value appears nowhere unless --print-value or --value-file asks for it.\n" +
			"An expiry is not publicly documented: what has no flag goes into --body.",
		Example: "  unictl devo tokens create --name \"ci ingest\" --user svc@example.com --audience http --scope table://my.app.web.access --value-file ci.token\n" +
			"  TOKEN=$(unictl devo tokens create --name ci --user svc@example.com --audience http --scope table://my.app.web --print-value)",
		Inputs: (*createIn).inputs, Check: (*createIn).check, Target: (*createIn).target,
		ID:   func(in *createIn) string { return string(in.made.id) },
		Once: &cli.Once[createIn]{Noun: "token value", Optional: true, Value: func(in *createIn) string { return in.made.value.Reveal() }, Lost: func(in *createIn) error { return in.made.needValue() }},
		Steps: func(ctx context.Context, c *devotokens.Client, in *createIn) ([]cli.Step, error) {
			return in.steps(ctx, c)
		},
	}
}

// made is a token that was just created, as far as it can be known.
type made struct {
	id    devotokens.ID
	token devotokens.Token // as read back
	value rest.Secret      // zero when the service masks it from the caller
}

// complete finds out what a creation made: the id by the difference of the
// lists, and the value by reading the token, where the answer has none. before
// are the ids of before the creation; name "" = not known. A value that cannot
// be had is no error: see needValue. Since the token exists by now, whatever
// keeps it from being found or read leaves the outcome unknown: doing it all
// again would make another one.
func complete(ctx context.Context, c *devotokens.Client, before []devotokens.ID, answer devotokens.Answer, name string) (made, error) {
	m := made{id: answer.ID, value: answer.Value}
	if m.id == "" {
		id, err := findNew(ctx, c, before, name)
		if err != nil {
			return m, err
		}
		m.id = id
	}
	item, err := c.Token(m.id).Do(ctx)
	if err != nil {
		return m, unread("token "+string(m.id), err)
	}
	m.token = item.Value
	if value, masked := devotokens.Value(item.Raw); m.value.IsZero() && !masked {
		m.value = rest.NewSecret(value)
	}
	return m, nil
}

// findNew is the id of the only token with a name that was not there before;
// name "" = any.
func findNew(ctx context.Context, c *devotokens.Client, before []devotokens.ID, name string) (devotokens.ID, error) {
	var fresh, named []devotokens.Token
	for item, err := range c.Tokens(ctx) {
		if err != nil {
			return "", unread("the token", err)
		}
		if slices.Contains(before, item.Value.ID) {
			continue
		}
		fresh = append(fresh, item.Value)
		if name == "" || item.Value.Name == name {
			named = append(named, item.Value)
		}
	}
	switch len(named) {
	case 1:
		return named[0].ID, nil
	case 0:
		return "", failure(rest.Unknown, fmt.Sprintf("the new token %q is not in the list", rest.Line(name)), some("new in the list: ", fresh))
	}
	return "", failure(rest.Unknown, fmt.Sprintf("%d new tokens are named %q: somebody else made one at the same time", len(named), rest.Line(name)),
		some("look at them: ", named))
}

// some names the first of several tokens, so that one can be picked by its id.
func some(before string, tokens []devotokens.Token) string {
	const most = 10
	parts := cli.Each(tokens[:min(len(tokens), most)], func(t devotokens.Token) string {
		text := rest.Line(string(t.ID)) + " " + rest.Line(t.Name)
		if !t.Active {
			text += " (disabled)"
		}
		return text
	})
	switch {
	case len(tokens) == 0:
		return before + "none"
	case len(tokens) > most:
		parts = append(parts, fmt.Sprintf("and %d more", len(tokens)-most))
	}
	return before + strings.Join(parts, ", ")
}

// unread is the error of reading after a creation.
func unread(what string, err error) error {
	e := failure(rest.Unknown, err.Error(), "")
	if cause, ok := errors.AsType[*rest.Error](err); ok {
		e = new(*cause)
	}
	e.Kind, e.Err = rest.Unknown, err
	e.Message = rest.Line(what) + " was created, but cannot be read: " + e.Message
	e.Hint = "look into `unictl devo tokens list` before you create another"
	return e
}

// needValue is an error when the value is not in hand: the token exists, and
// only its owner and its user can read the value.
func (m made) needValue() error {
	if !m.value.IsZero() {
		return nil
	}
	return failure(rest.Failed, fmt.Sprintf("token %s was created, but the service does not show its value to this caller", m.id),
		"only the owner and the user of a token see its value: one of them can read it with `unictl devo tokens get "+string(m.id)+" --reveal`")
}
