package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

func supportAccessGroup() cli.Group {
	return cli.Group{
		Use: "support-access", Short: "Let IXON's support into the company, for a time",
		Long: "Let IXON's support into the company, for a time. Until when that is now is in `companies get me`.",
		Children: func() []cli.Command {
			return []cli.Command{grantSupportAccess(), extendSupportAccess(), revokeSupportAccess()}
		},
	}
}

// supported reads until when the support may come in; nil = not at all.
func supported(ctx context.Context, c *ixon.Client) (company ixon.Company, until *time.Time, err error) {
	item, err := c.MyCompany().Do(ctx)
	if err == nil {
		err = item.Certain("supportAccessExpiresOn")
	}
	if at := item.Value.SupportAccessExpiresOn; err == nil && at != nil && at.After(time.Now()) {
		until = at
	}
	return item.Value, until, err
}

type supportAccessIn struct {
	Until               time.Time
	CaseNumber, Message string
	company             ixon.Company
}

func (in *supportAccessIn) until() *cli.Input {
	return cli.Flag("expires", &in.Until, parse.Clock(time.Now).Future, "when it ends: a `TIME`, a date or a span like 7d").Required()
}
func (in *supportAccessIn) target() string { return "IXON's support" }
func (in *supportAccessIn) id() string     { return in.company.PublicID }

// lasts looks whether it lasts as long as is asked for.
func (in *supportAccessIn) lasts(c *ixon.Client) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		_, until, err := supported(ctx, c)
		return err == nil && until != nil && ixon.FormatTime(*until) == ixon.FormatTime(in.Until), err
	}
}

const lookAtSupport = "unictl ixon companies get me"

func grantSupportAccess() cli.Command {
	return cli.Change[*ixon.Client, supportAccessIn]{
		Use: "grant", Short: "Let IXON's support in", Effect: cli.Create, Alone: true,
		Long: "Let IXON's support into the company until a time. Where it may come in already that is exit 6, or\n" +
			"with --if-absent exit 0 and \"changed\": false; `extend` sets another end.",
		Example: "  unictl ixon support-access grant --expires 7d --case-number 12345",
		Inputs: func(in *supportAccessIn) cli.Inputs {
			return cli.Inputs{
				in.until(),
				cli.Flag("case-number", &in.CaseNumber, parse.Text(255), "`NUMBER` of the case that it is about"),
				cli.Flag("message", &in.Message, parse.Text(65535), "`TEXT` for the support").Lines(),
			}
		},
		Key: (*supportAccessIn).target, Target: (*supportAccessIn).target, ID: (*supportAccessIn).id,
		Exists: &cli.Exists[*ixon.Client, supportAccessIn]{
			Sure: true,
			Find: func(ctx context.Context, c *ixon.Client, in *supportAccessIn) iter.Seq2[cli.Existing, error] {
				return func(yield func(cli.Existing, error) bool) {
					company, until, err := supported(ctx, c)
					if err != nil || until != nil {
						there := cli.Existing{Key: in.target(), ID: company.PublicID, Value: until}
						if until != nil {
							there.What = "the support may come in already, until " + ixon.FormatTime(*until)
						}
						yield(there, err)
					}
				}
			},
			Differs: func(in *supportAccessIn, there cli.Existing) []cli.Difference {
				until, _ := there.Value.(*time.Time)
				if until == nil || ixon.FormatTime(*until) == ixon.FormatTime(in.Until) {
					return nil
				}
				return []cli.Difference{{Field: "expires", Is: ixon.FormatTime(*until), Asked: ixon.FormatTime(in.Until), Hint: "`unictl ixon support-access extend`"}}
			},
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *supportAccessIn) (_ []cli.Step, err error) {
			if in.company, _, err = supported(ctx, c); err != nil {
				return nil, err
			}
			call := c.GrantSupportAccess(ixon.SupportAccessGrant{ExpiresOn: ixon.At(in.Until), CaseNumber: in.CaseNumber, Message: in.Message})
			return []cli.Step{{Name: "let the support in", Call: call, Look: lookAtSupport, Seen: in.lasts(c)}}, nil
		},
	}
}

// notIn is what extend and revoke say where the support may not come in.
func notIn() error {
	return &cli.NotFoundError{Noun: "access of", Text: "IXON's support", Target: true, Way: "it may not come in now; `unictl ixon support-access grant` lets it"}
}

func extendSupportAccess() cli.Command {
	return cli.Change[*ixon.Client, supportAccessIn]{
		Use: "extend", Short: "Set another end of the support's access", Effect: cli.Update, Alone: true,
		Example: "  unictl ixon support-access extend --expires 2027-01-31",
		Inputs:  func(in *supportAccessIn) cli.Inputs { return cli.Inputs{in.until()} },
		Target:  (*supportAccessIn).target, ID: (*supportAccessIn).id,
		Steps: func(ctx context.Context, c *ixon.Client, in *supportAccessIn) (_ []cli.Step, err error) {
			var until *time.Time
			in.company, until, err = supported(ctx, c)
			switch {
			case err != nil:
				return nil, err
			case until == nil:
				return nil, notIn()
			case ixon.FormatTime(*until) == ixon.FormatTime(in.Until):
				return nil, nil
			}
			return []cli.Step{{Name: "set another end", Call: c.ExtendSupportAccess(in.Until), Look: lookAtSupport, Seen: in.lasts(c)}}, nil
		},
	}
}

func revokeSupportAccess() cli.Command {
	return cli.Change[*ixon.Client, supportAccessIn]{
		Use: "revoke", Short: "Let the support in no more", Effect: cli.Delete, Alone: true,
		Example: "  unictl ixon support-access revoke --yes",
		Target:  (*supportAccessIn).target, ID: (*supportAccessIn).id,
		Steps: func(ctx context.Context, c *ixon.Client, in *supportAccessIn) (_ []cli.Step, err error) {
			var until *time.Time
			if in.company, until, err = supported(ctx, c); err == nil && until == nil {
				err = notIn()
			}
			if err != nil {
				return nil, err
			}
			return []cli.Step{{Name: "let the support in no more", Call: c.RevokeSupportAccess(), Look: lookAtSupport, Seen: func(ctx context.Context) (bool, error) {
				_, until, err := supported(ctx, c)
				return err == nil && until == nil, err
			}}}, nil
		},
	}
}
