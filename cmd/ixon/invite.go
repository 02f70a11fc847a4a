package ixon

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

type inviteIn struct {
	Email    parse.Address
	Grants   grants
	Message  string
	Language string
	sent     ixon.InviteResponse
}

func inviteUser() cli.Command {
	return cli.Change[*ixon.Client, inviteIn]{
		Use: "invite EMAIL", Short: "Invite a person to the company", Effect: cli.Create,
		Long: "Invite a person to the company. An address that is a member or invited already is\n" +
			"found first: exit 6 says what exists, and with --if-absent exit 0 and \"changed\": false.",
		Example: "  unictl ixon users invite ada@example.com --group company --role Engineer --expires 90d\n" +
			"  unictl ixon users invite ada@example.com --grant \"Plant Lyon=Operator\" --grant company=Viewer@2027-01-31",
		Inputs: func(in *inviteIn) cli.Inputs {
			return append(cli.Inputs{
				cli.Arg("email", &in.Email, parse.Email),
				cli.Flag("message", &in.Message, parse.Text(1024), "`TEXT` in the mail, up to 1024 characters"),
				cli.Flag("language", &in.Language, parse.Language, "`LANGUAGE` of the mail, two letters like de"),
			}, in.Grants.inputs()...)
		},
		Check:  func(in *inviteIn) error { return in.Grants.check() },
		Key:    func(in *inviteIn) string { return in.Email.Key() },
		Target: func(in *inviteIn) string { return in.Email.String() },
		ID:     func(in *inviteIn) string { return in.sent.ID() },
		Exists: &cli.Exists[*ixon.Client, inviteIn]{
			Find: func(ctx context.Context, c *ixon.Client, in *inviteIn) iter.Seq2[cli.Existing, error] {
				return people(c.SearchUsers(ctx, in.Email.String()), c.SearchInvites(ctx, in.Email.String()))
			},
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				members, _ := c.Users(ctx)
				invited, _ := c.Invites(ctx)
				return people(members, invited)
			},
		},
		Steps: func(_ context.Context, c *ixon.Client, in *inviteIn) ([]cli.Step, error) {
			if err := in.Grants.found(); err != nil {
				return nil, err
			}
			call := c.InviteUser(ixon.InviteCreate{
				EmailAddress: in.Email.String(), GroupRoles: cli.Each(in.Grants.all(), grant.groupRole),
				Message: in.Message, Language: in.Language,
			}).Then(func(r ixon.InviteResponse) { in.sent = r })
			return []cli.Step{{Name: "invite " + in.Email.String(), Call: ixon.OfOne(call)}}, nil
		},
	}
}
