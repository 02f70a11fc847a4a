package ixon

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

func membershipsGroup() cli.Group {
	return cli.Group{Use: "memberships", Short: "Who has which role in which group, and until when", Children: func() []cli.Command {
		return []cli.Command{listMemberships(), addMembership(), updateMembership(), removeMembership(), setMemberships()}
	}}
}

func membershipColumns() []cli.Column[heldMembership] {
	return []cli.Column[heldMembership]{
		{Name: "publicId", ID: true, Cell: func(m heldMembership) any { return m.PublicID }},
		{Name: "emailAddress", Cell: func(m heldMembership) any { return m.EmailAddress }},
		{Name: "user", Cell: func(m heldMembership) any { return m.User.Label() }},
		{Name: "invite", Wide: true, Cell: func(m heldMembership) any { return m.Invite.Label() }},
		{Name: "group", Cell: func(m heldMembership) any { return m.Group.Label() }},
		{Name: "role", Cell: func(m heldMembership) any { return m.Role.Label() }},
		{Name: "expiresOn", Cell: func(m heldMembership) any { return m.ExpiresOn }},
	}
}

// whichMemberships are the filters of the list. Groups and users are known to
// the service as dotted columns (§4).
type whichMemberships struct {
	User, Invite, Group, Role cli.Ref
	ExpiringWithin            time.Duration
	Expired                   bool
}

func listMemberships() cli.Command {
	return cli.List[*ixon.Client, whichMemberships, heldMembership]{
		Use: "list", Short: "List memberships of users and invitations",
		Example: "  unictl ixon memberships list --user ada@example.com\n  unictl ixon memberships list --expiring-within 30d",
		Inputs: func(in *whichMemberships) cli.Inputs {
			return cli.Inputs{
				cli.Flag("user", &in.User, cli.ParseRef, "only those of this `USER`").Find(users()),
				cli.Flag("invite", &in.Invite, cli.ParseRef, "only those of this `INVITE`").Find(invites()),
				cli.Flag("group", &in.Group, cli.ParseRef, "only those in this `GROUP`").Find(groups()),
				cli.Flag("role", &in.Role, cli.ParseRef, "only those with this `ROLE`").Find(roles()),
				cli.Flag("expiring-within", &in.ExpiringWithin, parse.Duration, "only those that end within this `SPAN`, like 30d"),
				cli.Switch("expired", &in.Expired, "only those that have ended"),
			}
		},
		Columns: membershipColumns(),
		Items: func(ctx context.Context, c *ixon.Client, in *whichMemberships) iter.Seq2[rest.Item[heldMembership], error] {
			all := addressed(ctx, c, membershipsOf(ctx, c, in.User.ID, in.Invite.ID, in.Group.ID))
			return withAddresses(all, c.Users(ctx, ixon.Eq("publicId", in.User.ID)))
		},
		Asks: func(in *whichMemberships) []string {
			return cli.Asked(in.User.Given(), "user", in.Invite.Given(), "invite", in.Group.Given(), "group", in.Role.Given(), "role",
				in.Expired || in.ExpiringWithin != 0, "expiresOn")
		},
		Keep: func(in *whichMemberships, m heldMembership) bool {
			now := time.Now()
			return (!in.User.Given() || m.User.PublicID == in.User.ID) && (!in.Invite.Given() || m.Invite.PublicID == in.Invite.ID) &&
				(!in.Group.Given() || m.Group.PublicID == in.Group.ID) && (!in.Role.Given() || m.Role.PublicID == in.Role.ID) &&
				(in.ExpiringWithin == 0 || endsWithin(m.ExpiresOn, now, in.ExpiringWithin)) &&
				(!in.Expired || ended(m.ExpiresOn, now))
		},
	}
}

func removeMembership() cli.Command {
	return cli.Change[*ixon.Client, whichMembership]{
		Use: "remove MEMBERSHIP…", Short: "Take memberships away", Effect: cli.Delete,
		Long: "Take memberships away. What becomes of a user who loses the last one is not documented by\n" +
			"IXON; `users remove` takes a user out of the company. Your own need --allow-self,\n" +
			"the last administrator's --allow-last-admin.",
		Example: "  unictl ixon memberships remove Memb00000001 --yes\n" +
			"  unictl ixon memberships remove --user ada@example.com --in-group \"Plant Lyon\" --yes",
		Inputs: (*whichMembership).inputs, Check: (*whichMembership).check, Key: (*whichMembership).key,
		Target: (*whichMembership).target, ID: (*whichMembership).id,
		Guard: guarding(func(ctx context.Context, l *lockout, in *whichMembership) error {
			return l.ofMembership(ctx, in.id(), func(*right) bool { return false })
		}),
		Review: func(ctx context.Context, c *ixon.Client, in *whichMembership) (string, error) {
			item, err := c.Membership(in.id()).Do(ctx)
			if err != nil {
				return "", err
			}
			holder := cmp.Or(item.Value.User.Label(), item.Value.Invite.Label(), "-")
			return in.id() + ": " + holder + " is " + membershipWords(item.Value), nil
		},
		Steps: func(_ context.Context, c *ixon.Client, in *whichMembership) ([]cli.Step, error) {
			return []cli.Step{{
				Name: "remove membership " + in.id(), Call: absent(c.RemoveMembership(in.id()), func(ctx context.Context) error { return readable(c.Roles(ctx)) }),
				Look: "unictl ixon memberships list",
				Seen: func(ctx context.Context) (bool, error) {
					_, err := c.Membership(in.id()).Do(ctx)
					return rest.Is(err, rest.NotFound), nil // what was there when it was asked for
				},
			}}, nil
		},
	}
}

// membershipsOf lists memberships of a user, of an invitation, in a group, each
// by publicId and "" for any.
func membershipsOf(ctx context.Context, c *ixon.Client, user, invite, group string) iter.Seq2[rest.Item[ixon.Membership], error] {
	return c.Memberships(ctx, ixon.Eq("user.publicId", user), ixon.Eq("invite.publicId", invite), ixon.Eq("group.publicId", group))
}

// addressed names the invitations of memberships by their addresses.
func addressed(ctx context.Context, c *ixon.Client, all iter.Seq2[rest.Item[ixon.Membership], error]) iter.Seq2[rest.Item[ixon.Membership], error] {
	return named(all, func(m *ixon.Membership) *ixon.Reference { return &m.Invite },
		c.Invites(ctx), func(i ixon.Invite) (id, name string) { return i.PublicID, i.EmailAddress })
}

// membershipWords is "Engineer @ Plant 3 until 2026-12-31T00:00:00Z"; ids stand
// in for names that the service did not resolve.
func membershipWords(m ixon.Membership) string {
	text := cmp.Or(m.Role.Label(), "-") + " @ " + m.Group.Label()
	if m.ExpiresOn != nil {
		text += " until " + ixon.FormatTime(*m.ExpiresOn)
	}
	return text
}

// endsWithin reports whether at lies between now and now+span; nil, which is
// for good, does not.
func endsWithin(at *time.Time, now time.Time, span time.Duration) bool {
	return at != nil && !at.Before(now) && !at.After(now.Add(span))
}

func ended(at *time.Time, now time.Time) bool { return at != nil && at.Before(now) }

type addMembershipIn struct {
	User, Invite, Group, Role cli.Ref
	Expires                   expiry
	made                      ixon.Ref
}

func (in *addMembershipIn) holder() string {
	if in.User.Given() {
		return in.User.String()
	}
	return in.Invite.String()
}

func (in *addMembershipIn) grant() grant {
	return grant{Group: in.Group, Role: in.Role, Expires: in.Expires}
}

// differences are those of the membership that is there, as far as it tells its
// role.
func (in *addMembershipIn) differences(there cli.Existing) (all []cli.Difference) {
	m, _ := there.Value.(ixon.Membership)
	at := in.grant()
	if m.Role.PublicID != "" && m.Role.PublicID != at.Role.ID {
		all = append(all, cli.Difference{Field: "role", Is: m.Role.Label(), Asked: at.Role.String(), Hint: at.update(m)})
	}
	if m.ExpiresOn != nil && !at.endsAs(m) {
		all = append(all, cli.Difference{
			Field: "expires", Is: ixon.FormatTime(*m.ExpiresOn), Asked: ixon.FormatTime(at.Expires.Time), Hint: at.update(m),
		})
	}
	return all
}

func addMembership() cli.Command {
	return cli.Change[*ixon.Client, addMembershipIn]{
		Use: "add [USER]", Short: "Give a user, or an invited person, a role in a group", Effect: cli.Create,
		Example: "  unictl ixon memberships add ada@example.com --group \"Plant Lyon\" --role Operator --expires 30d\n" +
			"  unictl ixon memberships add --invite new@example.com --group company --role Viewer",
		Inputs: func(in *addMembershipIn) cli.Inputs {
			return cli.Inputs{
				cli.Arg("user", &in.User, cli.ParseRef).Optional().Find(users()),
				cli.Flag("invite", &in.Invite, cli.ParseRef, "the `INVITE` to change, instead of a user").Find(invites()).Strict(),
				cli.Flag("group", &in.Group, cli.ParseRef, "the `GROUP`").Required().Find(groups()),
				cli.Flag("role", &in.Role, cli.ParseRef, "the `ROLE`").Required().Find(roles()),
				cli.Flag("expires", &in.Expires, parseExpiry, "when it ends: a `TIME`, a date or a span like 30d"),
			}
		},
		Check: func(in *addMembershipIn) error {
			if in.User.Given() == in.Invite.Given() {
				return &cli.UsageError{Message: "say whose membership it is: a USER, or --invite INVITE"}
			}
			return nil
		},
		Key: func(in *addMembershipIn) string {
			return cmp.Or(in.User.ID+in.Invite.ID, in.holder()) + " " + cmp.Or(in.Group.ID, in.Group.Text)
		},
		Target: func(in *addMembershipIn) string { return in.holder() },
		ID:     func(in *addMembershipIn) string { return in.made.PublicID },
		Exists: &cli.Exists[*ixon.Client, addMembershipIn]{
			Key: func(in *addMembershipIn) string {
				return holding(in.User.ID, in.Invite.ID, in.Group.ID, !in.Expires.IsZero())
			},
			Sure: true, // the filter is by ids
			Find: func(ctx context.Context, c *ixon.Client, in *addMembershipIn) iter.Seq2[cli.Existing, error] {
				return held(membershipsOf(ctx, c, in.User.ID, in.Invite.ID, in.Group.ID))
			},
			Index: func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Existing, error] {
				return held(c.Memberships(ctx))
			},
			Differs: (*addMembershipIn).differences,
		},
		Steps: func(_ context.Context, c *ixon.Client, in *addMembershipIn) ([]cli.Step, error) {
			call := c.AddMembership(ixon.MembershipCreate{
				User: ixon.To(in.User.ID), Invite: ixon.To(in.Invite.ID), GroupRole: in.grant().groupRole(),
			}).Then(func(made ixon.Ref) { in.made = made })
			return []cli.Step{{Name: "add " + in.Role.String() + " @ " + in.Group.String(), Call: call}}, nil
		},
	}
}

// held are memberships by whose they are, where, and whether they end.
func held(all iter.Seq2[rest.Item[ixon.Membership], error]) iter.Seq2[cli.Existing, error] {
	return cli.ExistingOf(all, func(m ixon.Membership) cli.Existing {
		role := cmp.Or(m.Role.Label(), "-")
		what := fmt.Sprintf("there is a permanent membership of this group already, as %s", role)
		if m.ExpiresOn != nil {
			what = fmt.Sprintf("there is a temporary membership of this group already, as %s until %s", role, m.ExpiresOn.UTC().Format(time.RFC3339))
		}
		return cli.Existing{Key: holding(m.User.PublicID, m.Invite.PublicID, m.Group.PublicID, m.ExpiresOn != nil), ID: m.PublicID, What: what, Value: m}
	})
}

// holding is what IXON allows once: a permanent and a temporary membership of a
// group (contract §2, texts of its UI). A user or an invitation holds it; the
// other one is "".
func holding(user, invite, group string, temporary bool) string {
	return user + " " + invite + " " + group + " " + strconv.FormatBool(temporary)
}
