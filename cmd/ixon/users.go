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

func usersGroup() cli.Group {
	return cli.Group{Use: "users", Short: "The people and service accounts of the company", Children: func() []cli.Command {
		return []cli.Command{listUsers(), getUser(), inviteUser(), removeUser()}
	}}
}

func userColumns() []cli.Column[ixon.User] {
	return []cli.Column[ixon.User]{
		{Name: "publicId", ID: true, Cell: func(u ixon.User) any { return u.PublicID }},
		{Name: "name", Cell: func(u ixon.User) any { return u.Name }},
		{Name: "emailAddress", Cell: func(u ixon.User) any { return u.EmailAddress }},
		{Name: "memberships", Cell: func(u ixon.User) any { return u.RoleNames() }},
		{Name: "lastSeenOn", Cell: func(u ixon.User) any { return u.LastSeenOn }},
		{Name: "otpauthRequired", Cell: func(u ixon.User) any { return u.OTPAuthRequired }},
		{Name: "type", Wide: true, Cell: func(u ixon.User) any { return u.Type }},
		{Name: "registeredOn", Wide: true, Cell: func(u ixon.User) any { return u.RegisteredOn }},
		{Name: "support", Wide: true, Cell: func(u ixon.User) any { return u.Support }},
	}
}

func listUsers() cli.Command {
	return cli.List[*ixon.Client, whichUsers, ixon.User]{
		Use: "list", Short: "List people and service accounts",
		Example: "  unictl ixon users list --role Engineer --inactive-for 90d\n" +
			"  unictl ixon users list --no-2fa --type person -o csv\n" +
			"  unictl ixon users list --expiring-within 30d --exit-code -q",
		Inputs: (*whichUsers).inputs, Columns: userColumns(), Keep: (*whichUsers).keep,
		Items: func(ctx context.Context, c *ixon.Client, in *whichUsers) iter.Seq2[rest.Item[ixon.User], error] {
			all, _ := c.Users(ctx, in.filters()...)
			return all
		},
	}
}

type oneUser struct{ User cli.Ref }

func (in *oneUser) inputs() cli.Inputs {
	return cli.Inputs{cli.Arg("user", &in.User, cli.ParseRef).Find(users())}
}

func getUser() cli.Command {
	return cli.Get[*ixon.Client, oneUser, ixon.User]{
		Use: "get USER", Short: "Show one user",
		Example: "  unictl ixon users get ada@example.com -o yaml",
		Inputs:  (*oneUser).inputs, Columns: userColumns(),
		Item: func(ctx context.Context, c *ixon.Client, in *oneUser) (rest.Item[ixon.User], error) {
			return c.User(in.User.ID).Do(ctx)
		},
	}
}

func removeUser() cli.Command {
	return cli.Change[*ixon.Client, oneUser]{
		Use: "remove USER…", Short: "Take users out of the company", Effect: cli.Delete,
		Long: "Take users out of the company: all their memberships end. Their IXON accounts stay.\n" +
			"Removing yourself or the last administrator needs --allow-self.",
		Example: "  unictl ixon users remove ada@example.com --yes",
		Inputs: func(in *oneUser) cli.Inputs {
			return cli.Inputs{cli.Arg("user", &in.User, cli.ParseRef).Many().Find(users())}
		},
		Target: func(in *oneUser) string { return in.User.String() },
		ID:     func(in *oneUser) string { return in.User.ID },
		Guard: func(_ context.Context, c *ixon.Client) (func(context.Context, *oneUser) error, error) {
			return func(ctx context.Context, in *oneUser) error { return cli.Lockout(c.Lockout(ctx, in.User.ID)) }, nil
		},
		Steps: func(_ context.Context, c *ixon.Client, in *oneUser) ([]cli.Step, error) {
			return []cli.Step{{Name: "remove " + in.User.String(), Call: c.RemoveUser(in.User.ID)}}, nil
		},
	}
}

// whichUsers are the filters of user lists. Type is known to the service; the
// others look into memberships or treat "never seen" as inactive, which its
// filters do not.
type whichUsers struct {
	Role, Group    cli.Ref
	InactiveFor    time.Duration
	ExpiringWithin time.Duration
	No2FA          bool
	Type           string
}

func (in *whichUsers) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Flag("role", &in.Role, cli.ParseRef, "only holders of this `ROLE`").Find(roles()),
		cli.Flag("group", &in.Group, cli.ParseRef, "only members of this `GROUP`").Find(groups()),
		cli.Flag("inactive-for", &in.InactiveFor, parse.Duration, "only who was not seen for this `SPAN`, like 90d, or never"),
		cli.Flag("expiring-within", &in.ExpiringWithin, parse.Duration, "only who loses access within this `SPAN`, like 30d"),
		cli.Switch("no-2fa", &in.No2FA, "only people who sign in without a second factor"),
		cli.Flag("type", &in.Type, parse.Choice(ixon.Person, ixon.ServiceAccount), "only this `TYPE`: person or service_account").
			Words(ixon.Person, ixon.ServiceAccount),
	}
}

func (in *whichUsers) filters() []ixon.Filter {
	if in.Type == "" {
		return nil
	}
	return []ixon.Filter{ixon.OfType(in.Type)}
}

func (in *whichUsers) keep(u ixon.User) bool {
	now := time.Now()
	return u.Holds(in.Role.ID, in.Group.ID) &&
		(in.InactiveFor == 0 || !u.SeenSince(now.Add(-in.InactiveFor))) &&
		(in.ExpiringWithin == 0 || u.ExpiresWithin(now, in.ExpiringWithin)) &&
		(!in.No2FA || (u.Type == ixon.Person && !u.OTPAuthRequired)) &&
		(in.Type == "" || u.Type == in.Type)
}
