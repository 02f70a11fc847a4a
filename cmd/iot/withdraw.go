package iot

import (
	"cmp"
	"context"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
)

func withdrawInvite() cli.Command {
	return cli.Change[*iotinvites.Client, addressed]{
		Use: "withdraw EMAIL…", Short: "Withdraw invitations", Effect: cli.Delete,
		Long: "Withdraw invitations. The service has one call for this and for removing a member, and answers 404 when\n" +
			"it did withdraw: so both lists are read first, a member is never touched, and the list afterwards\n" +
			"says whether it worked. What stands in the list and is no address can be withdrawn as well.",
		Example: "  unictl iot invites withdraw ada@example.com --yes",
		Inputs:  (*addressed).many, Target: (*addressed).address, ID: (*addressed).address,
		Steps: func(ctx context.Context, c *iotinvites.Client, in *addressed) ([]cli.Step, error) {
			situation, err := c.Situation(ctx, in.address())
			if err := cmp.Or(err, situation.MayWithdraw()); err != nil {
				return nil, err
			}
			in.Warn(situation.Twin())
			return []cli.Step{withdrawal(c, in.address())}, nil
		},
	}
}

// withdrawal is judged by the list: the answer does not tell.
func withdrawal(c *iotinvites.Client, email string) cli.Step {
	return cli.Step{
		Name: "withdraw the invitation of " + email, Call: c.Delete(email),
		Verify: func(ctx context.Context) error { return c.VerifyWithdrawn(ctx, email) },
	}
}

type resendIn struct {
	addressed
	tried iotinvites.Tried
	made  iotinvites.Invitation
}

func resendInvite() cli.Command {
	return cli.Change[*iotinvites.Client, resendIn]{
		Use: "resend EMAIL", Short: "Send an invitation anew; its id changes", Effect: cli.Update,
		Long: "Send an invitation anew: the service cannot, so it is withdrawn and made again, and its id changes. That\n" +
			"the service lets you invite is tried first, so that nothing is lost where it does not.",
		Example: "  unictl iot invites resend ada@example.com",
		Inputs:  func(in *resendIn) cli.Inputs { return in.inputs() },
		Target:  func(in *resendIn) string { return in.address() },
		ID:      func(in *resendIn) string { return cmp.Or(in.made.ID, in.tried.Invitation.ID) },
		Steps: func(ctx context.Context, c *iotinvites.Client, in *resendIn) ([]cli.Step, error) {
			situation, err := c.Situation(ctx, in.address())
			if err := cmp.Or(err, situation.MayWithdraw()); err != nil {
				return nil, err
			}
			in.Warn(situation.Twin())
			return in.steps(c), nil
		},
	}
}

func (in *resendIn) steps(c *iotinvites.Client) []cli.Step {
	email := in.address()
	created := func() bool { return in.tried.Created }
	withdraw := withdrawal(c, email)
	withdraw.Skip = created
	return []cli.Step{
		{
			Name: "see whether invitations can be made", GoOn: "nothing was lost: the invitation is still open",
			Call: c.TryCreate(email).Then(func(t iotinvites.Tried) { in.tried = t }),
		},
		withdraw,
		{
			Name: "invite " + email + " again", Skip: created,
			GoOn: "the invitation of " + email + " is gone: unless `unictl iot invites list` shows it, make it again with `unictl iot invites create " + email + "`",
			Call: iotinvites.LastOf(c.Create(email).Then(func(made iotinvites.Invitation) { in.made = made })),
		},
	}
}
