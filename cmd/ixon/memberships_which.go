package ixon

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// whichMembership says which membership is meant: by its id, or by whose it is.
type whichMembership struct {
	Membership            heldBy
	User, Invite, InGroup cli.Ref
}

// heldBy is a membership on the command line, or in a row. It may be the address of
// a user, so that a list of addresses will do.
type heldBy struct {
	cli.Ref
	of      *whichMembership
	checked bool // what says whose it is is complete
}

// Refs names what is to be looked up, once it is known whose it is.
func (m *heldBy) Refs() []cli.NamedRef {
	if m.ID != "" || !m.checked && m.Text == "" {
		return nil
	}
	if m.checked {
		m.Label, m.Text = m.of.words(), heldKey(m.of.User.ID, m.of.Invite.ID, m.of.InGroup.ID)
	}
	return []cli.NamedRef{{Ref: &m.Ref, Lookup: memberships()}}
}

func (in *whichMembership) inputs() cli.Inputs {
	parse := func(text string) (heldBy, error) {
		m := heldBy{Ref: cli.Ref{Text: strings.TrimSpace(text)}, of: in}
		if strings.Contains(m.Text, "@") {
			return m, nil
		}
		m.ID = m.Text
		return m, ixon.CheckPublicID(m.Text)
	}
	return cli.Inputs{
		cli.Flag("user", &in.User, cli.ParseRef, "the membership of this `USER`").Find(users()).Strict(),
		cli.Flag("invite", &in.Invite, cli.ParseRef, "the membership of this `INVITE`").Find(invites()).Strict(),
		cli.Flag("in-group", &in.InGroup, cli.ParseRef, "of a user or an invite the membership in this `GROUP`").Find(groups()),
		cli.Arg("membership", &in.Membership, parse).Optional().Many(),
	}
}

// check wants one way to say it.
func (in *whichMembership) check() error {
	m := &in.Membership
	byID := m.ID != ""
	switch {
	case m.Text != "" && !byID && (in.User.Given() || in.Invite.Given()), in.User.Given() && in.Invite.Given(), byID && (in.User.Given() || in.Invite.Given()):
		return &cli.UsageError{Message: "it is said twice whose membership it is", Hint: "give a MEMBERSHIP, --user USER or --invite INVITE"}
	case byID && in.InGroup.Given():
		return &cli.UsageError{Flag: "--in-group", Message: "goes with --user or --invite", Hint: "an id says which membership it is"}
	case m.Text == "" && !in.User.Given() && !in.Invite.Given():
		return &cli.UsageError{Flag: "MEMBERSHIP", Message: "is missing", Hint: "give its id, or --user EMAIL; with several memberships --in-group GROUP too"}
	case byID:
		return nil
	case m.Text != "":
		in.User.Text = m.Text
	}
	m.of, m.checked = in, true
	return nil
}

// words are whose membership it is, as the person says it.
func (in *whichMembership) words() string {
	text := cmp.Or(in.User.Text, in.Invite.Text)
	if in.InGroup.Given() {
		text += " in " + in.InGroup.Text
	}
	return text
}

func (in *whichMembership) id() string { return in.Membership.ID }

// target is the id where that is what was given, and else whose it is.
func (in *whichMembership) target() string { return cmp.Or(in.words(), in.id()) }

// key is the id as soon as it is known: two rows may mean one membership.
func (in *whichMembership) key() string { return cmp.Or(in.id(), in.words()) }

// memberships are found by whose they are, and where.
func memberships() *cli.Lookup {
	entry := func(m ixon.Membership) cli.Entry {
		return cli.Entry{ID: m.PublicID, Note: membershipWords(m), Names: []string{
			heldKey(m.User.PublicID, m.Invite.PublicID, ""), heldKey(m.User.PublicID, m.Invite.PublicID, m.Group.PublicID),
		}}
	}
	all := cli.LookupIn("membership of", ixon.IsPublicID, func(ctx context.Context, c *ixon.Client) iter.Seq2[cli.Entry, error] {
		return cli.Entries(c.Memberships(ctx), entry)
	}).Composed("`unictl ixon memberships list` shows what there is", "say which one with --in-group GROUP, or by its id")
	return cli.Searching(all, func(ctx context.Context, c *ixon.Client, key string) iter.Seq2[cli.Entry, error] {
		var user, invite, group string
		_, err := fmt.Sscanf(key, heldForm, &user, &invite, &group)
		if err != nil {
			return func(yield func(cli.Entry, error) bool) { yield(cli.Entry{}, err) }
		}
		id := func(text string) string { return strings.TrimPrefix(text, "=") }
		return cli.Entries(membershipsOf(ctx, c, id(user), id(invite), id(group)), entry)
	})
}

// heldForm is what memberships are looked up by: ids that may be empty.
const heldForm = "user%s invite%s group%s"

func heldKey(user, invite, group string) string {
	return fmt.Sprintf(heldForm, "="+user, "="+invite, "="+group)
}

// heldMembership is a membership with the address of its holder.
type heldMembership struct {
	ixon.Membership
	EmailAddress string // "" = not known
}

// withAddresses adds the addresses of the holders. users are those who may hold
// them; they are read once.
func withAddresses(
	all iter.Seq2[rest.Item[ixon.Membership], error], users iter.Seq2[rest.Item[ixon.User], error],
) iter.Seq2[rest.Item[heldMembership], error] {
	return func(yield func(rest.Item[heldMembership], error) bool) {
		var known map[string]string
		for item, err := range all {
			m := heldMembership{Membership: item.Value, EmailAddress: item.Value.Invite.DisplayName()}
			if id := m.User.PublicID; err == nil && id != "" {
				if known == nil {
					known, err = namesOf(users, func(u ixon.User) (id, name string) { return u.PublicID, u.EmailAddress })
				}
				m.EmailAddress = known[id]
			}
			if !yield(rest.Item[heldMembership]{Value: m, Raw: withMember(item.Raw, "emailAddress", m.EmailAddress), Odd: item.Odd}, err) || err != nil {
				return
			}
		}
	}
}
