package ixon

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/parse"
)

type updateMembershipIn struct {
	whichMembership
	Group   cli.Ref
	Role    cli.Ref
	Expires time.Time
	Never   bool
}

func (in *updateMembershipIn) inputs() cli.Inputs {
	return append(in.whichMembership.inputs(),
		cli.Flag("group", &in.Group, cli.ParseRef, "move it to this `GROUP`").Find(groups()),
		cli.Flag("role", &in.Role, cli.ParseRef, "change the role to this `ROLE`").Find(roles()),
		cli.Flag("expires", &in.Expires, parse.Clock(time.Now).Future, "when it ends: a `TIME`, a date or a span like 30d"),
		cli.Switch("never-expires", &in.Never, "make it permanent"),
	)
}

func (in *updateMembershipIn) check() error {
	switch {
	case in.Never && !in.Expires.IsZero():
		return &cli.UsageError{Message: "--expires and --never-expires exclude each other"}
	case !in.Group.Given() && !in.Role.Given() && in.Expires.IsZero() && !in.Never:
		return &cli.UsageError{Message: "nothing to change", Hint: "give --group, --role, --expires or --never-expires"}
	}
	return in.whichMembership.check()
}

// patch is what is sent, where something would change; nil = it is so already.
func (in *updateMembershipIn) patch(now ixon.Membership) *ixon.MembershipPatch {
	patch := &ixon.MembershipPatch{Group: ixon.To(in.Group.ID), Role: ixon.To(in.Role.ID)}
	then := now
	then.Group.PublicID = cmp.Or(in.Group.ID, now.Group.PublicID)
	then.Role.PublicID = cmp.Or(in.Role.ID, now.Role.PublicID)
	switch {
	case in.Never:
		then.ExpiresOn, patch.ExpiresOn = nil, &ixon.Timestamp{}
	case !in.Expires.IsZero():
		then.ExpiresOn, patch.ExpiresOn = &in.Expires, &ixon.Timestamp{Time: in.Expires}
	}
	if membershipKey(then) == membershipKey(now) {
		return nil
	}
	return patch
}

func updateMembership() cli.Command {
	return cli.Change[*ixon.Client, updateMembershipIn]{
		Use: "update MEMBERSHIP…", Short: "Change the role, group or end of memberships", Effect: cli.Update,
		Long: "Change the role, group or end of memberships. A MEMBERSHIP is an id, or the address of a user\n" +
			"who has one membership only; of several, --in-group says which. --group moves it.",
		Example: "  unictl ixon memberships update Memb00000001 --expires 2027-01-31\n" +
			"  unictl ixon memberships update Memb00000001 --role Viewer --never-expires\n" +
			"  unictl ixon memberships update --user ada@example.com --in-group \"Plant Lyon\" --role Viewer\n" +
			"  unictl ixon memberships update --from addresses.txt --in-group \"Plant Lyon\" --role Viewer",
		Inputs: (*updateMembershipIn).inputs, Check: (*updateMembershipIn).check,
		Target: func(in *updateMembershipIn) string { return in.target() },
		Key:    func(in *updateMembershipIn) string { return in.key() },
		ID:     func(in *updateMembershipIn) string { return in.id() },
		Guard: guarding(func(ctx context.Context, l *lockout, in *updateMembershipIn) error {
			return l.ofMembership(ctx, in.id(), func(r *right) bool {
				return in.Expires.IsZero() && (!in.Role.Given() || r.roles[in.Role.ID])
			})
		}),
		Steps: func(ctx context.Context, c *ixon.Client, in *updateMembershipIn) ([]cli.Step, error) {
			now, err := c.Membership(in.id()).Do(ctx)
			if err == nil {
				err = now.Certain()
			}
			if err != nil {
				return nil, err
			}
			patch := in.patch(now.Value)
			if patch == nil {
				return nil, nil
			}
			return []cli.Step{{
				Name: "update membership " + in.id(), Call: c.UpdateMembership(in.id(), *patch), Look: "unictl ixon memberships list",
				Seen: func(ctx context.Context) (bool, error) {
					then, err := c.Membership(in.id()).Do(ctx)
					return err == nil && in.patch(then.Value) == nil, err
				},
			}}, nil
		},
	}
}

type setMembershipsIn struct {
	User   cli.Ref
	Grants grants
}

func setMemberships() cli.Command {
	return cli.Change[*ixon.Client, setMembershipsIn]{
		Use: "set USER", Short: "Replace all memberships of a user", Effect: cli.Update, Asks: true,
		Long: "Replace all memberships of a user by the ones given. What is not given is taken away:\n" +
			"both states are shown, and it asks first. --grant GROUP= keeps a membership without a role.",
		Example: "  unictl ixon memberships set ada@example.com --grant company=Viewer --grant \"Plant Lyon=Operator@90d\" --yes",
		Inputs: func(in *setMembershipsIn) cli.Inputs {
			in.Grants.Roleless = true
			return append(cli.Inputs{cli.Arg("user", &in.User, cli.ParseRef).Find(users())}, in.Grants.inputs()...)
		},
		Check:  func(in *setMembershipsIn) error { return in.Grants.check() },
		Target: func(in *setMembershipsIn) string { return in.User.String() },
		ID:     func(in *setMembershipsIn) string { return in.User.ID },
		Guard: guarding(func(_ context.Context, l *lockout, in *setMembershipsIn) error {
			var forGood []string
			for _, g := range in.Grants.all() {
				if g.Expires.IsZero() && g.Role.Given() {
					forGood = append(forGood, g.Role.ID)
				}
			}
			return l.of(in.User.ID, forGood...)
		}),
		Review: func(ctx context.Context, c *ixon.Client, in *setMembershipsIn) (string, error) {
			user, err := c.User(in.User.ID).Do(ctx)
			if err == nil {
				err = user.Certain("memberships")
			}
			if err != nil {
				return "", err
			}
			return nowAndThen(cli.Each(user.Value.Memberships, membershipWords), cli.Each(in.Grants.all(), grant.String)), nil
		},
		Steps: func(ctx context.Context, c *ixon.Client, in *setMembershipsIn) ([]cli.Step, error) {
			if err := in.Grants.found(); err != nil {
				return nil, err
			}
			user, err := c.User(in.User.ID).Do(ctx)
			if err == nil {
				err = user.Certain("memberships")
			}
			if err != nil || sameMemberships(user.Value.Memberships, in.Grants.all()) {
				return nil, err
			}
			return []cli.Step{{
				Name: "replace the memberships of " + in.User.String(),
				Call: c.SetMemberships(in.User.ID, cli.Each(in.Grants.all(), grant.groupRole)), Look: "unictl ixon memberships list --user " + in.User.ID,
				Seen: func(ctx context.Context) (bool, error) {
					then, err := c.User(in.User.ID).Do(ctx)
					return err == nil && sameMemberships(then.Value.Memberships, in.Grants.all()), err
				},
			}}, nil
		},
	}
}

func nowAndThen(now, then []string) string {
	var b strings.Builder
	b.WriteString("now:\n")
	for _, text := range now {
		b.WriteString("  - " + text + "\n")
	}
	b.WriteString("then:\n")
	for _, text := range then {
		b.WriteString("  + " + text + "\n")
	}
	return b.String()
}

// sameMemberships reports whether a user has these already, in any order.
func sameMemberships(has []ixon.Membership, want []grant) bool {
	now, then := cli.Each(has, membershipKey), cli.Each(want, func(g grant) string {
		return membershipKey(ixon.Membership{Group: ixon.Reference{PublicID: g.Group.ID}, Role: ixon.Reference{PublicID: g.Role.ID}, ExpiresOn: g.end()})
	})
	slices.Sort(now)
	slices.Sort(then)
	return slices.Equal(now, then)
}

// membershipKey is what makes a membership what it is, its holder apart. Times
// count by the second, as they are sent (§4).
func membershipKey(m ixon.Membership) string {
	key := m.Group.PublicID + " " + m.Role.PublicID
	if m.ExpiresOn != nil {
		key += " " + ixon.FormatTime(*m.ExpiresOn)
	}
	return key
}
