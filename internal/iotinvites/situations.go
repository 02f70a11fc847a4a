package iotinvites

import (
	"context"
	"strings"
)

// Situations is how every address stood to the account when the lists were
// read: for many addresses, where Client.Situation would read them once for
// each. It is safe for many goroutines.
type Situations struct {
	account string
	invites map[string][]AccountInvite // by address in lower case
	members map[string][]User
}

// Situations reads the open invitations and the members, for administrators.
func (c *Client) Situations(ctx context.Context) (*Situations, error) {
	s := &Situations{account: c.account, invites: map[string][]AccountInvite{}, members: map[string][]User{}}
	invites, err := collect(c.AccountInvites(ctx))
	if err != nil {
		return s, err
	}
	members, err := collect(c.Members(ctx))
	for _, i := range invites {
		key := strings.ToLower(i.Email)
		s.invites[key] = append(s.invites[key], i)
	}
	for _, m := range members {
		key := strings.ToLower(m.Email)
		s.members[key] = append(s.members[key], m)
	}
	return s, err
}

// Of is how an address stood.
func (s *Situations) Of(email string) Situation {
	key := strings.ToLower(email)
	return situationOf(email, s.account, s.invites[key], s.members[key])
}
