package ixon

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func usersGroup() cli.Group {
	return cli.Group{Use: "users", Short: "The people and service accounts of the company", Children: func() []cli.Command {
		return []cli.Command{listUsers(), getUser(), userRights(), inviteUser(), removeUser(), sendPasswordReset()}
	}}
}

func userColumns() []cli.Column[ixon.User] {
	return []cli.Column[ixon.User]{
		{Name: "publicId", ID: true, Cell: func(u ixon.User) any { return u.PublicID }},
		{Name: "name", Cell: func(u ixon.User) any { return u.Name }},
		{Name: "emailAddress", Cell: func(u ixon.User) any { return u.EmailAddress }},
		{Name: "memberships", Cell: func(u ixon.User) any { return cli.Each(u.Memberships, membershipWords) }},
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
		Inputs: (*whichUsers).inputs, Columns: userColumns(), Keep: (*whichUsers).keep, Asks: (*whichUsers).asks,
		Items: func(ctx context.Context, c *ixon.Client, in *whichUsers) iter.Seq2[rest.Item[ixon.User], error] {
			return c.Users(ctx, in.filter())
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
			"Removing yourself needs --allow-self, the last administrator --allow-last-admin.",
		Example: "  unictl ixon users remove ada@example.com --yes",
		Inputs: func(in *oneUser) cli.Inputs {
			return cli.Inputs{cli.Arg("user", &in.User, cli.ParseRef).Many().Find(users())}
		},
		Target: func(in *oneUser) string { return in.User.String() },
		ID:     func(in *oneUser) string { return in.User.ID },
		Guard:  guarding(func(_ context.Context, l *lockout, in *oneUser) error { return l.of(in.User.ID) }),
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

func (in *whichUsers) filter() ixon.Filter { return ixon.Eq("type", in.Type) }

// asks are the members that the filters in use look at.
func (in *whichUsers) asks() []string {
	return cli.Asked(in.Role.Given() || in.Group.Given() || in.ExpiringWithin != 0, "memberships", in.InactiveFor != 0, "lastSeenOn",
		in.No2FA, "otpauthRequired", in.No2FA || in.Type != "", "type")
}

func (in *whichUsers) keep(u ixon.User) bool {
	now := time.Now()
	held := func(m ixon.Membership) bool {
		return (!in.Role.Given() || m.Role.PublicID == in.Role.ID) && (!in.Group.Given() || m.Group.PublicID == in.Group.ID)
	}
	ending := func(m ixon.Membership) bool { return endsWithin(m.ExpiresOn, now, in.ExpiringWithin) }
	inactive := u.LastSeenOn == nil || u.LastSeenOn.Before(now.Add(-in.InactiveFor))
	return (!in.Role.Given() && !in.Group.Given() || slices.ContainsFunc(u.Memberships, held)) &&
		(in.InactiveFor == 0 || inactive) &&
		(in.ExpiringWithin == 0 || slices.ContainsFunc(u.Memberships, ending)) &&
		(!in.No2FA || (u.Type == ixon.Person && !u.OTPAuthRequired)) &&
		(in.Type == "" || u.Type == in.Type)
}

type inviteIn struct {
	Email    parse.Address
	Grants   grants
	Message  string
	Language string
	sent     ixon.InviteResponse
}

// address is one that IXON takes.
func address(text string) (parse.Address, error) {
	at, err := parse.Email(text)
	if err == nil {
		err = ixon.CheckAddress(at.String())
	}
	return at, err
}

// sentID is the id of the invitation; "" where the answer names none.
func (in *inviteIn) sentID() string {
	if len(in.sent.Invites) == 0 {
		return ""
	}
	return in.sent.Invites[0].PublicID
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
				cli.Arg("email", &in.Email, address),
				cli.Flag("message", &in.Message, parse.Text(1024), "`TEXT` in the mail, up to 1024 characters").Lines(),
				cli.Flag("language", &in.Language, parse.Language, "`LANGUAGE` of the mail, two letters like de"),
			}, in.Grants.inputs()...)
		},
		Check:  func(in *inviteIn) error { return in.Grants.check() },
		Key:    func(in *inviteIn) string { return in.Email.Key() },
		Target: func(in *inviteIn) string { return in.Email.String() },
		ID:     (*inviteIn).sentID,
		Exists: &cli.Exists[*ixon.Client, inviteIn]{
			Find: func(ctx context.Context, c *ixon.Client, in *inviteIn) iter.Seq2[cli.Existing, error] {
				return people(exactly(ctx, c.Users, in.Email.String(), "emailAddress"), exactly(ctx, c.Invites, in.Email.String(), "emailAddress"))
			},
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				return people(c.Users(ctx), c.Invites(ctx))
			},
			Differs: func(in *inviteIn, there cli.Existing) []cli.Difference { return in.Grants.differences(there) },
		},
		Steps: func(_ context.Context, c *ixon.Client, in *inviteIn) ([]cli.Step, error) {
			if err := in.Grants.found(); err != nil {
				return nil, err
			}
			call := c.InviteUser(ixon.InviteCreate{
				EmailAddress: in.Email.String(), GroupRoles: cli.Each(in.Grants.all(), grant.groupRole),
				Message: in.Message, Language: in.Language,
			}).Then(func(r ixon.InviteResponse) { in.sent = r })
			return []cli.Step{{Name: "invite " + in.Email.String(), Call: call}}, nil
		},
	}
}

// people are members and open invitations by address, which letter case does not
// tell apart. A member counts before an invitation.
func people(members iter.Seq2[rest.Item[ixon.User], error], invited iter.Seq2[rest.Item[ixon.Invite], error]) iter.Seq2[cli.Existing, error] {
	return func(yield func(cli.Existing, error) bool) {
		for one, err := range cli.ExistingOf(members, member) {
			if one.Key == "" && err == nil {
				continue // service accounts have no address
			}
			if !yield(one, err) || err != nil {
				return
			}
		}
		for one, err := range cli.ExistingOf(invited, invitation) {
			if !yield(one, err) || err != nil {
				return
			}
		}
	}
}

func member(u ixon.User) cli.Existing {
	return cli.Existing{Key: parse.Folded(u.EmailAddress), ID: u.PublicID, What: fmt.Sprintf("%s is already a member (%s)", u.EmailAddress, u.Name),
		Value: holder{u.PublicID, u.Memberships}}
}

// invitation says that the person is invited, and until when.
func invitation(i ixon.Invite) cli.Existing {
	what := i.EmailAddress + " is already invited"
	if at := i.ExpiresOn; at != nil {
		verb := "ends"
		if at.Before(time.Now()) {
			verb = "ended"
		}
		what += fmt.Sprintf(" (the invitation %s %s; `unictl ixon invites resend` sends it again)", verb, at.UTC().Format(time.RFC3339))
	}
	return cli.Existing{Key: parse.Folded(i.EmailAddress), ID: i.PublicID, What: what, Value: holder{"--invite " + i.PublicID, i.Memberships}}
}
