package ixon

import (
	"context"
	"iter"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func invitesGroup() cli.Group {
	return cli.Group{Use: "invites", Short: "Invitations that are not accepted yet", Children: func() []cli.Command {
		return []cli.Command{listInvites(), getInvite(), resendInvite(), revokeInvite()}
	}}
}

func inviteColumns() []cli.Column[ixon.Invite] {
	return []cli.Column[ixon.Invite]{
		{Name: "publicId", ID: true, Cell: func(i ixon.Invite) any { return i.PublicID }},
		{Name: "emailAddress", Cell: func(i ixon.Invite) any { return i.EmailAddress }},
		{Name: "expiresOn", Cell: func(i ixon.Invite) any { return i.ExpiresOn }},
		{Name: "memberships", Cell: func(i ixon.Invite) any { return cli.Each(i.Memberships, membershipWords) }},
	}
}

type whichInvites struct {
	Expired        bool
	ExpiringWithin time.Duration
}

func listInvites() cli.Command {
	return cli.List[*ixon.Client, whichInvites, ixon.Invite]{
		Use: "list", Short: "List open and expired invitations",
		Example: "  unictl ixon invites list --expiring-within 3d\n  unictl ixon invites list --expired -o name",
		Inputs: func(in *whichInvites) cli.Inputs {
			return cli.Inputs{
				cli.Switch("expired", &in.Expired, "only invitations that have expired"),
				cli.Flag("expiring-within", &in.ExpiringWithin, parse.Duration, "only invitations that end within this `SPAN`, like 3d"),
			}
		},
		Columns: inviteColumns(),
		Items: func(ctx context.Context, c *ixon.Client, _ *whichInvites) iter.Seq2[rest.Item[ixon.Invite], error] {
			return c.Invites(ctx)
		},
		Asks: func(in *whichInvites) []string { return cli.Asked(in.Expired || in.ExpiringWithin != 0, "expiresOn") },
		Keep: func(in *whichInvites, i ixon.Invite) bool {
			now := time.Now()
			return (!in.Expired || ended(i.ExpiresOn, now)) &&
				(in.ExpiringWithin == 0 || endsWithin(i.ExpiresOn, now, in.ExpiringWithin))
		},
	}
}

type oneInvite struct{ Invite cli.Ref }

func (in *oneInvite) input() *cli.Input {
	return cli.Arg("invite", &in.Invite, cli.ParseRef).Find(invites())
}
func (in *oneInvite) inputs() cli.Inputs { return cli.Inputs{in.input()} }
func (in *oneInvite) many() cli.Inputs   { return cli.Inputs{in.input().Many()} }
func (in *oneInvite) target() string     { return in.Invite.String() }
func (in *oneInvite) id() string         { return in.Invite.ID }

func getInvite() cli.Command {
	return cli.Get[*ixon.Client, oneInvite, ixon.Invite]{
		Use: "get INVITE", Short: "Show one invitation, by e-mail address or publicId",
		Example: "  unictl ixon invites get ada@example.com",
		Inputs:  (*oneInvite).inputs, Columns: inviteColumns(),
		Item: func(ctx context.Context, c *ixon.Client, in *oneInvite) (rest.Item[ixon.Invite], error) {
			return c.Invite(in.Invite.ID).Do(ctx)
		},
	}
}

func resendInvite() cli.Command {
	return cli.Change[*ixon.Client, oneInvite]{
		Use: "resend INVITE…", Short: "Send the mail of invitations again", Effect: cli.Update,
		Example: "  unictl ixon invites resend ada@example.com",
		Inputs:  (*oneInvite).many, Target: (*oneInvite).target, ID: (*oneInvite).id,
		Steps: func(_ context.Context, c *ixon.Client, in *oneInvite) ([]cli.Step, error) {
			return []cli.Step{{Name: "resend the invitation of " + in.target(), Call: c.ResendInvite(in.Invite.ID)}}, nil
		},
	}
}

func revokeInvite() cli.Command {
	return cli.Change[*ixon.Client, oneInvite]{
		Use: "revoke INVITE…", Short: "Withdraw invitations", Effect: cli.Delete,
		Example: "  unictl ixon invites revoke ada@example.com --yes",
		Inputs:  (*oneInvite).many, Target: (*oneInvite).target, ID: (*oneInvite).id,
		Steps: func(_ context.Context, c *ixon.Client, in *oneInvite) ([]cli.Step, error) {
			return []cli.Step{{Name: "revoke the invitation of " + in.target(), Call: c.RevokeInvite(in.Invite.ID)}}, nil
		},
	}
}
