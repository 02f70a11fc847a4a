package ixon

import (
	"context"
	"iter"
	"strings"
	"time"

	"unictl/internal/rest"
)

// People is who was known to the company when it was read: for many addresses,
// where Presence would read the lists once for each. It is safe for many
// goroutines.
type People struct{ known map[string]standing }

// standing is what exists, in words, and its publicId.
type standing struct{ what, id string }

// People reads the lists of users and of invitations.
func (c *Client) People(ctx context.Context) (*People, error) {
	invited, _ := c.Invites(ctx)
	everyone, _ := c.Users(ctx)
	known := map[string]standing{}
	err := each(invited, func(i Invite) { known[strings.ToLower(i.EmailAddress)] = standing{i.standing(), i.PublicID} })
	if err == nil { // a member counts before an invitation, as in Presence
		err = each(everyone, func(u User) { known[strings.ToLower(u.EmailAddress)] = standing{u.standing(), u.PublicID} })
	}
	delete(known, "") // service accounts have no address
	return &People{known}, err
}

// Presence is Client.Presence at that moment.
func (p *People) Presence(email string) (what, id string) {
	at := p.known[strings.ToLower(email)]
	return at.what, at.id
}

// Holdings is who had which membership when they were read, safe for many
// goroutines.
type Holdings struct{ held map[holding]standing }

// holding is what IXON allows once: a permanent and a temporary membership of a
// group (§2, texts of its UI).
type holding struct {
	user, invite, group string
	temporary           bool
}

// Holdings reads the list of memberships.
func (c *Client) Holdings(ctx context.Context) (*Holdings, error) {
	all, _ := c.Memberships(ctx)
	held := map[holding]standing{}
	err := each(all, func(m Membership) {
		held[holding{m.User.ID(), m.Invite.ID(), m.Group.PublicID, m.ExpiresOn != nil}] = standing{m.standing(), m.PublicID}
	})
	return &Holdings{held}, err
}

// HasMembership is Client.HasMembership at that moment, for a user or for an
// invitation; the other one is "".
func (h *Holdings) HasMembership(user, invite, group string, expires time.Time) (what, id string) {
	at := h.held[holding{user, invite, group, !expires.IsZero()}]
	return at.what, at.id
}

// AccountNames is which service accounts there were when they were read, safe
// for many goroutines.
type AccountNames struct{ known map[string]standing }

// AccountNames reads the list of service accounts.
func (c *Client) AccountNames(ctx context.Context) (*AccountNames, error) {
	known := map[string]standing{}
	err := each(c.ServiceAccounts(ctx), func(u User) { known[strings.ToLower(u.Name)] = standing{u.accountStanding(), u.PublicID} })
	return &AccountNames{known}, err
}

// HasServiceAccount is Client.HasServiceAccount at that moment.
func (n *AccountNames) HasServiceAccount(name string) (what, id string) {
	at := n.known[strings.ToLower(name)]
	return at.what, at.id
}

func each[T any](all iter.Seq2[rest.Item[T], error], do func(T)) error {
	for item, err := range all {
		if err != nil {
			return err
		}
		do(item.Value)
	}
	return nil
}
