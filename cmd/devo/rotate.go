package devo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

type rotateIn struct {
	oneToken
	Name      string
	DeleteOld bool
	plan      rotation
	made      made
}

func rotateToken() cli.Command {
	return cli.Change[*devotokens.Client, rotateIn]{
		Use: "rotate TOKEN", Short: "Replace a token by a new one like it", Effect: cli.Update, Asks: true,
		Long: "Create a token with the same user, audience and scopes, get its value, and only then\n" +
			"disable the old one (or delete it, with --delete-old). An expiry cannot be carried over: a field for\n" +
			"it is not publicly documented. A failure in the middle says what exists and how to go on.\n" +
			"Where the token in use is replaced (--allow-self), its value is kept in its place with --keep, or when\n" +
			"that is agreed to at a terminal; otherwise the command that keeps it is named.",
		Example: "  unictl devo tokens rotate 41 --value-file ci.token --yes\n" +
			"  TOKEN=$(unictl devo tokens rotate \"ci ingest\" --name \"ci ingest 2\" --print-value --yes)",
		Inputs: func(in *rotateIn) cli.Inputs {
			return cli.Inputs{
				in.arg(),
				cli.Flag("name", &in.Name, cli.Trimmed(devotokens.CheckName), "`NAME` of the new token (default: the old one's)"),
				cli.Switch("delete-old", &in.DeleteOld, "delete the old token instead of disabling it"),
			}
		},
		Key:    func(in *rotateIn) string { return cmp.Or(in.Token.ID, in.Token.Text) }, // names may be twice
		Target: func(in *rotateIn) string { return in.target() },
		ID:     func(in *rotateIn) string { return string(in.made.id) },
		Guard:  keepOwn((*rotateIn).tokenID),
		Review: func(_ context.Context, _ *devotokens.Client, in *rotateIn) (string, error) {
			return in.plan.warning(), nil
		},
		Once: &cli.Once[rotateIn]{
			Noun: "token value", Value: func(in *rotateIn) string { return in.made.value.Reveal() },
			Replaces: func(in *rotateIn) bool { return in.plan.own },
		},
		Steps: func(ctx context.Context, c *devotokens.Client, in *rotateIn) ([]cli.Step, error) {
			return in.steps(ctx, c)
		},
		Recover: func(ctx context.Context, c *devotokens.Client, in *rotateIn, at cli.Interrupted) ([]cli.Step, error) {
			return in.left(ctx, c, at)
		},
	}
}

// stepRetire is the number of the last step.
const stepRetire = 2

// left is what is left of a rotation that was interrupted. Nothing is made anew:
// where a new token is there its value is taken in hand, unless it was, and the
// old one retired.
func (in *rotateIn) left(ctx context.Context, c *devotokens.Client, at cli.Interrupted) (_ []cli.Step, err error) {
	in.made.id = devotokens.ID(at.Made)
	inHand := at.Kept || at.Step >= stepRetire
	switch {
	case inHand && at.Gone, at.Step >= stepRetire && at.Answered:
		return nil, nil
	case at.Gone:
		return nil, failure(rest.Failed, "the old token is not there any more", "`unictl devo tokens list` shows whether there is a new one")
	}
	if in.plan.old, in.plan.own, err = in.before(ctx, c); err != nil {
		return nil, err
	}
	in.plan.replacement = replacement(in.plan.old, in.Name)
	switch {
	case inHand && !in.DeleteOld && !in.plan.old.Active:
		return nil, nil
	case inHand:
		return []cli.Step{in.retire(c)}, nil
	case at.Made == "":
		return nil, in.plan.inDoubt(ctx, c)
	}
	if in.made, err = in.plan.complete(ctx, c, devotokens.Answer{ID: in.made.id}); err == nil {
		return []cli.Step{in.retire(c)}, nil
	}
	if in.made.token.ID != "" && in.made.value.IsZero() {
		err = failure(rest.Failed, fmt.Sprintf("token %s was made to replace it, but its value is nowhere, and the service does not show it to this caller", at.Made),
			fmt.Sprintf("its owner or its user can read it with `unictl devo tokens get %s --reveal`; after that `unictl devo tokens disable %s`; or `unictl devo tokens delete %s`, and rotate the old one again", at.Made, in.plan.old.ID, at.Made))
	}
	return nil, err
}

// inDoubt says how to find out whether a creation took place whose answer nobody
// saw: a token is known by its id alone, and names may be twice.
func (r rotation) inDoubt(ctx context.Context, c *devotokens.Client) error {
	var others []devotokens.Token
	for item, err := range c.Tokens(ctx) {
		if err != nil {
			return err
		}
		if item.Value.Name == r.replacement.Name && item.Value.ID != r.old.ID {
			others = append(others, item.Value)
		}
	}
	name := rest.Line(r.replacement.Name)
	if len(others) == 0 {
		return failure(rest.Unknown, fmt.Sprintf("no other token is named %q now", name),
			fmt.Sprintf("take the row out of the file: `unictl devo tokens rotate %s --value-file FILE` does it", r.old.ID))
	}
	return failure(rest.Unknown, fmt.Sprintf("whether the new token %q was made is not known", name),
		fmt.Sprintf("%s; is one of them new, `unictl devo tokens get ID --reveal` shows its value, and `unictl devo tokens disable %s` ends the old one: then take the row out of the file",
			some("others have its name: ", others), r.old.ID))
}

func (in *rotateIn) steps(ctx context.Context, c *devotokens.Client) (steps []cli.Step, err error) {
	if in.plan, err = in.planned(ctx, c); err != nil {
		return nil, err
	}
	var answer devotokens.Answer
	return []cli.Step{
		{
			Name: "create the new token " + in.plan.replacement.Name, HandsOver: true,
			Call: c.Create(in.plan.replacement).Then(func(a devotokens.Answer) { answer = a }),
			Verify: func(ctx context.Context) (err error) {
				in.made, err = in.plan.complete(ctx, c, answer)
				return err
			},
		},
		in.retire(c),
	}, nil
}

// rotation is what a rotation starts from.
type rotation struct {
	old         devotokens.Token
	own         bool // the old one is, or may be, the token in use
	replacement devotokens.TokenCreate
	before      []devotokens.ID // of all tokens before the creation
}

func (in *rotateIn) planned(ctx context.Context, c *devotokens.Client) (r rotation, err error) {
	if r.old, r.own, err = in.before(ctx, c); err != nil {
		return r, err
	}
	r.replacement = replacement(r.old, in.Name)
	r.before, err = tokenIDs(ctx, c)
	return r, err
}

// replacement is a new token for the same user, audience and scopes; name "" =
// the same name.
func replacement(old devotokens.Token, name string) devotokens.TokenCreate {
	return devotokens.TokenCreate{Name: cmp.Or(name, old.Name), User: old.User, Audience: slices.Clone(old.Audience), Scopes: old.Scopes()}
}

// warning says, one per line, in what the new token will not be as the old one
// is; "" = in nothing.
func (r rotation) warning() string {
	var lines []string
	if end := r.old.Expiration; end != nil {
		lines = append(lines, "the old token's expiry, "+end.UTC().Format(time.RFC3339)+", cannot be carried over: the new one expires when the service says")
	}
	if !r.old.Active {
		lines = append(lines, "the old token is disabled: the new one will be enabled")
	}
	return strings.Join(lines, "\n")
}

// complete holds what must be so before the old token may go: the value is in
// hand, and the service made what was asked for.
func (r rotation) complete(ctx context.Context, c *devotokens.Client, answer devotokens.Answer) (made, error) {
	m, err := complete(ctx, c, r.before, answer, r.replacement.Name)
	if err != nil {
		return m, err
	}
	if err := m.needValue(); err != nil {
		return m, err
	}
	differences := difference(r.old, m.token)
	if len(differences) == 0 {
		return m, nil
	}
	return m, failure(rest.Failed,
		fmt.Sprintf("token %s was created, but is not like the old one: %s", m.id, strings.Join(differences, "; ")),
		fmt.Sprintf("the old one is untouched; if the new one will do, `unictl devo tokens disable %s`, otherwise `unictl devo tokens delete %s`", r.old.ID, m.id))
}

// difference says in what the new token is not as the old one, besides name, id
// and expiry. The order of audiences and scopes, the case of addresses and how
// their accents are written are of no account.
func difference(old, fresh devotokens.Token) (lines []string) {
	add := func(what, before, after string) {
		if before, after = rest.Line(before), rest.Line(after); before != after {
			lines = append(lines, fmt.Sprintf("%s: %q, was %q", what, after, before))
		}
	}
	if parse.Folded(old.User) != parse.Folded(fresh.User) {
		add("user", old.User, fresh.User)
	}
	add("audience", sorted(old.Audience), sorted(fresh.Audience))
	add("scopes", sorted(old.Scopes()), sorted(fresh.Scopes()))
	if !fresh.Active {
		lines = append(lines, "the new token is disabled")
	}
	return lines
}

func sorted(list []string) string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(list))), " ")
}

// retire takes the old token out of use, once the new one's value is in hand.
func (in *rotateIn) retire(c *devotokens.Client) cli.Step {
	verb, call := "disable", c.Disable
	if in.DeleteOld {
		verb, call = "delete", c.Delete
	}
	step := cli.Step{
		Name: verb + " the old token " + in.Token.ID, Number: stepRetire,
		Call: call(in.tokenID()).OnError(func(_ context.Context, e *rest.Error) (devotokens.Answer, error) {
			return devotokens.Answer{}, in.made.halfway(e)
		}),
		GoOn: "the new token works and its value was handed over; finish with `unictl devo tokens " + verb + " " + in.Token.ID + "`",
	}
	if !in.DeleteOld {
		step.Verify = func(ctx context.Context) error {
			return in.made.halfway(confirmActive(ctx, c, in.tokenID(), false, in.plan.own))
		}
	}
	return step
}

// halfway is err after the new token was made: it names that token. What was
// temporary no longer is, since doing it all again would make another token.
func (m made) halfway(err error) error {
	cause, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return err
	}
	e := *cause
	e.Message, e.Err = "token "+rest.Line(string(m.id))+" is there to replace it, but: "+cause.Message, err
	if e.Kind == rest.Temporary {
		e.Kind = rest.Failed
	}
	return &e
}
