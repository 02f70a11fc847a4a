package iot

import (
	"context"
	"iter"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func invitesGroup() cli.Group {
	return cli.Group{Use: "invites", Short: "Invitations to the account, and your own", Children: func() []cli.Command {
		return []cli.Command{
			listInvites(), myInvites(), createInvite(), acceptInvite(), declineInvite(), withdrawInvite(), resendInvite(),
		}
	}}
}

func listInvites() cli.Command {
	return cli.List[*iotinvites.Client, struct{}, iotinvites.AccountInvite]{
		Use: "list", Short: "List the addresses with an open invitation to the account",
		Long:    "List the addresses with an open invitation to the account. The service gives no ids here, and keeps no\nhistory: an invitation that was answered or withdrawn is gone.",
		Example: "  unictl iot invites list -o name",
		Columns: []cli.Column[iotinvites.AccountInvite]{
			{Name: "email", ID: true, Cell: func(i iotinvites.AccountInvite) any { return i.Email }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, _ *struct{}) iter.Seq2[rest.Item[iotinvites.AccountInvite], error] {
			return c.AccountInvites(ctx)
		},
	}
}

type mineIn struct{ Email parse.Address }

func myInvites() cli.Command {
	return cli.List[*iotinvites.Client, mineIn, iotinvites.Invitation]{
		Use: "mine [EMAIL]", Short: "List the open invitations of the signed-in person, with their ids",
		Long:    "List the open invitations of the signed-in person, with their ids. The service shows nobody anybody\nelse's.",
		Example: "  unictl iot invites mine", Without: personal(),
		Inputs: func(in *mineIn) cli.Inputs {
			return cli.Inputs{cli.Arg("email", &in.Email, parse.Email).Optional()}
		},
		Columns: []cli.Column[iotinvites.Invitation]{
			{Name: "_id", ID: true, Cell: func(i iotinvites.Invitation) any { return i.ID }},
			{Name: "accountName", Cell: func(i iotinvites.Invitation) any { return i.AccountName }},
			{Name: "accountId", Cell: func(i iotinvites.Invitation) any { return i.AccountID }},
			{Name: "email", Wide: true, Cell: func(i iotinvites.Invitation) any { return i.Email }},
		},
		Items: func(ctx context.Context, c *iotinvites.Client, in *mineIn) iter.Seq2[rest.Item[iotinvites.Invitation], error] {
			return c.Mine(ctx, in.Email.String())
		},
	}
}

type createIn struct {
	addressed
	made iotinvites.Invitation
}

func createInvite() cli.Command {
	return cli.Change[*iotinvites.Client, createIn]{
		Use: "create EMAIL", Short: "Invite a person to the account", Effect: cli.Create,
		Long: "Invite a person to the account; the role is always user. Who is invited or a member already is found\n" +
			"first. On a server with captcha only its dashboard can invite: that is exit 4.",
		Example: "  unictl iot invites create ada@example.com\n  unictl iot invites create Ada@Example.com --lowercase --if-absent",
		Inputs:  func(in *createIn) cli.Inputs { return in.inputs() },
		Target:  func(in *createIn) string { return in.address() },
		ID:      func(in *createIn) string { return in.made.ID },
		Exists: &cli.Exists[*iotinvites.Client, createIn]{
			Index: func(ctx context.Context, c *iotinvites.Client) iter.Seq2[cli.Existing, error] { return people(ctx, c) },
		},
		Steps: func(ctx context.Context, c *iotinvites.Client, in *createIn) ([]cli.Step, error) {
			in.Warn(in.warning())
			call := c.Create(in.address()).Then(func(made iotinvites.Invitation) { in.made = made })
			return []cli.Step{{Name: "invite " + in.address(), Call: call}}, nil
		},
	}
}

type oneInvite struct{ ID string }

func (in *oneInvite) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("id", &in.ID, parse.Checked(iotinvites.CheckInviteID))}
}
func (in *oneInvite) id() string { return in.ID }

func acceptInvite() cli.Command {
	return cli.Change[*iotinvites.Client, oneInvite]{
		Use: "accept ID", Short: "Accept an invitation, as the person who was invited", Effect: cli.Update,
		Long:    "Accept an invitation, as the person who was invited; `invites mine` shows its id. The next command signs\nin again where it can, because newer servers read rights from the token.",
		Example: "  unictl iot invites accept 0b6b3a52-7d0e-4f7c-9f0e-2f1f9a3c5d11", Without: personal(),
		Inputs: (*oneInvite).inputs, Target: (*oneInvite).id, ID: (*oneInvite).id,
		Steps: func(_ context.Context, c *iotinvites.Client, in *oneInvite) ([]cli.Step, error) {
			return []cli.Step{{Name: "accept " + in.ID, Call: c.Answering(c.Accept(in.ID)), SignInAnew: true}}, nil
		},
	}
}

func declineInvite() cli.Command {
	return cli.Change[*iotinvites.Client, oneInvite]{
		Use: "decline ID", Short: "Decline an invitation, as the person who was invited", Effect: cli.Delete,
		Example: "  unictl iot invites decline 0b6b3a52-7d0e-4f7c-9f0e-2f1f9a3c5d11 --yes", Without: personal(),
		Inputs: (*oneInvite).inputs, Target: (*oneInvite).id, ID: (*oneInvite).id,
		Steps: func(_ context.Context, c *iotinvites.Client, in *oneInvite) ([]cli.Step, error) {
			return []cli.Step{{Name: "decline " + in.ID, Call: c.Answering(c.Decline(in.ID))}}, nil
		},
	}
}
