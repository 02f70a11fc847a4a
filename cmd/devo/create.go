package devo

import (
	"context"
	"encoding/json"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
)

type createIn struct {
	Name             string
	User             parse.Address
	Audience, Scopes []string
	Body             json.RawMessage
	made             devotokens.Made
}

func (in *createIn) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Flag("name", &in.Name, cli.Trimmed(devotokens.CheckName), "`NAME` of the token"),
		cli.Flag("user", &in.User, parse.Email, "e-mail address of the `USER` who may use it"),
		cli.FlagList("audience", &in.Audience, parse.Text(255), "what it is for: `AUDIENCE` such as http, apiv2, alerts; may be repeated").Words(devotokens.Audiences()...),
		cli.FlagList("scope", &in.Scopes, parse.Checked(devotokens.CheckScope), "what it reaches: `SCOPE` like table://my.app.web.access; may be repeated"),
		cli.BodyFlag(&in.Body),
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
	before, err := c.IDs(ctx)
	if err != nil {
		return nil, err
	}
	call, err := c.CreateFrom(in.token(), in.Body)
	if err != nil {
		return nil, err
	}
	var answer devotokens.Answer
	call = call.Then(func(a devotokens.Answer) { answer = a })
	return []cli.Step{{
		Name: "create " + in.target(), Call: devotokens.Masked(call), HandsOver: true,
		Verify: func(ctx context.Context) (err error) {
			in.made, err = c.Complete(ctx, before, answer, in.target())
			return err
		},
	}}, nil
}

func (in *createIn) token() devotokens.TokenCreate {
	return devotokens.TokenCreate{Name: in.Name, User: in.User.String(), Audience: in.Audience, Scopes: in.Scopes}
}

// target is the name, which a body may hold as well.
func (in *createIn) target() string {
	if in.Body != nil {
		return devotokens.NameIn(in.Body)
	}
	return in.Name
}

func createToken() cli.Command {
	return cli.Change[*devotokens.Client, createIn]{
		Use: "create", Short: "Create a token", Effect: cli.Create,
		Long: "Create a token. Its value appears nowhere unless asked for: --print-value prints it and nothing\n" +
			"else, --value-file writes it to a file that only you can read. A field for an expiry is not publicly\n" +
			"documented; what has no flag goes into --body.",
		Example: "  unictl devo tokens create --name \"ci ingest\" --user svc@example.com --audience http --scope table://my.app.web.access --value-file ci.token\n" +
			"  TOKEN=$(unictl devo tokens create --name ci --user svc@example.com --audience http --scope table://my.app.web --print-value)",
		Inputs: (*createIn).inputs, Check: (*createIn).check, Target: (*createIn).target,
		ID:   func(in *createIn) string { return string(in.made.ID) },
		Once: &cli.Once[createIn]{Noun: "token value", Optional: true, Value: func(in *createIn) string { return in.made.Value.Reveal() }, Lost: func(in *createIn) error { return in.made.NeedValue() }},
		Steps: func(ctx context.Context, c *devotokens.Client, in *createIn) ([]cli.Step, error) {
			return in.steps(ctx, c)
		},
	}
}
