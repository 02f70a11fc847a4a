package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"unictl/internal/rest"
)

// Member is a user with the role in the client's account.
type Member struct {
	User User
	Role string // RoleAdmin or RoleUser
}

// MemberList is Members with the role in the account beside each.
func (c *Client) MemberList(ctx context.Context) iter.Seq2[rest.Item[Member], error] {
	return func(yield func(rest.Item[Member], error) bool) {
		for item, err := range c.Members(ctx) {
			member := rest.Item[Member]{Value: Member{User: item.Value, Role: item.Value.Role(c.account)}, Raw: item.Raw}
			if !yield(member, err) || err != nil {
				return
			}
		}
	}
}

// Mine lists the open invitations of the token's own user. The service answers
// 401 to any other address, so one is refused here with the reason; "" = the
// own one.
func (c *Client) Mine(ctx context.Context, email string) iter.Seq2[rest.Item[Invitation], error] {
	me, err := c.Myself(ctx)
	switch own := me.Value.Email; {
	case err != nil:
	case email != "" && email != own:
		err = newError(rest.Credential, "the service shows nobody the invitations of another address",
			fmt.Sprintf("you are signed in as %s; who was invited has to sign in, or an administrator can see the addresses with `invites list`", line(own)))
	default:
		return c.MyInvites(ctx, own)
	}
	return func(yield func(rest.Item[Invitation], error) bool) { yield(rest.Item[Invitation]{}, err) }
}

// LockoutOf is Lockout for a member by id.
func (c *Client) LockoutOf(ctx context.Context, userID string) (reason string, err error) {
	member, err := c.FindMember(ctx, userID)
	if err != nil {
		return "", err
	}
	reason, _, err = c.Lockout(ctx, member)
	return reason, err
}

// Removal is the call that takes a member out of the account: Leave for the
// token's own user, Delete for others. Whoever cannot be removed is an error,
// see Situation.MayRemove.
func (c *Client) Removal(ctx context.Context, userID string) (Expected[Sent], error) {
	member, err := c.FindMember(ctx, userID)
	if err != nil {
		return Expected[Sent]{}, err
	}
	_, self, err := c.Lockout(ctx, member)
	if err != nil {
		return Expected[Sent]{}, err
	}
	if self {
		return c.Leave(), nil
	}
	situation, err := c.Situation(ctx, member.Email)
	if err != nil {
		return Expected[Sent]{}, err
	}
	return c.Delete(member.Email), situation.MayRemove()
}

// VerifyGone is VerifyRemoved that takes being refused the list for proof that
// the token's own user has left.
func (c *Client) VerifyGone(ctx context.Context, userID string) error {
	err := c.VerifyRemoved(ctx, userID)
	if me, meErr := c.Myself(ctx); rest.Is(errors.Unwrap(err), rest.Credential) && meErr == nil && me.Value.ID == userID {
		return nil
	}
	return err
}

// PromoteID is Promote for a member by id.
func (c *Client) PromoteID(ctx context.Context, userID string) (rest.Call[struct{}], error) {
	member, err := c.FindMember(ctx, userID)
	if err != nil {
		return rest.Call[struct{}]{}, err
	}
	return c.Promote(member)
}

// AccountNames lists the user's accounts as "Plant North (admin)", ids standing
// in for names that the service does not give.
func (u User) AccountNames() []string {
	names := make([]string, 0, len(u.Accounts))
	for _, id := range slices.Sorted(maps.Keys(u.Accounts)) {
		name := u.Accounts[id].Name
		if name == "" {
			name = id
		}
		names = append(names, name+" ("+u.Accounts[id].Role+")")
	}
	return names
}

// IsUserID reports whether text has the form of a user's id, a UUID.
func IsUserID(text string) bool { return isUUID(text) }

// LastOf is a call after which nothing can be had back: a plain failure of it is
// a failure and no reason to try later as if nothing had happened. An unknown
// outcome stays one.
func LastOf(call rest.Prepared) rest.Prepared { return last{call} }

type last struct{ rest.Prepared }

func (l last) Send(ctx context.Context) (json.RawMessage, error) {
	answer, err := l.Prepared.Send(ctx)
	if e, ok := errors.AsType[*rest.Error](err); ok && e.Kind != rest.Unknown {
		e.Kind = rest.Failed
	}
	return answer, err
}
