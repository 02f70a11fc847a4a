package ixon

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// lockout knows whom a change would lock out: the caller, or the last
// administrator for good. It is read once a run. What it lets pass counts as
// done, so that of two administrators either may go, but not both; asked again,
// it says the same.
type lockout struct {
	client *ixon.Client
	me     string            // "" = a service account, which may have no /users/me
	admin  map[string]bool   // roles with COMPANY_ADMIN
	holder map[string]string // whose a membership is

	mu     sync.Mutex
	rights map[string][]string // of each administrator, the memberships that make one
	passed map[string]bool     // users or memberships
}

// guarding is a guard of changes that take rights away.
func guarding[In any](check func(context.Context, *lockout, *In) error) func(context.Context, *ixon.Client) (func(context.Context, *In) error, error) {
	return func(ctx context.Context, c *ixon.Client) (func(context.Context, *In) error, error) {
		l, err := readLockout(ctx, c)
		return func(ctx context.Context, in *In) error { return check(ctx, l, in) }, err
	}
}

// readLockout refuses with an error what it cannot look at.
func readLockout(ctx context.Context, c *ixon.Client) (*lockout, error) {
	l := &lockout{client: c, admin: map[string]bool{}, holder: map[string]string{}, rights: map[string][]string{}, passed: map[string]bool{}}
	me, err := c.Me().Do(ctx)
	if err != nil && !rest.Is(err, rest.NotFound) {
		return nil, err
	}
	l.me = me.Value.PublicID
	for item, err := range c.Roles(ctx) {
		if err != nil {
			return nil, err
		}
		l.admin[item.Value.PublicID] = slices.Contains(item.Value.Permissions, ixon.Permission{PublicID: ixon.CompanyAdmin})
	}
	for item, err := range c.Users(ctx) {
		if err != nil {
			return nil, err
		}
		user := item.Value.PublicID
		for _, m := range item.Value.Memberships {
			l.holder[m.PublicID] = user
			if m.ExpiresOn == nil && l.admin[m.Role.PublicID] { // the right counts on a membership that does not expire (§6.4)
				l.rights[user] = append(l.rights[user], m.PublicID)
			}
		}
	}
	return l, nil
}

// of judges a change of all that a user has. administers says that the user is
// an administrator all the same.
func (l *lockout) of(user string, administers bool) error {
	return l.judge(user, user, func(string) bool { return administers })
}

// ofMembership judges a change of one membership. One that no user had when the
// users were read is looked up: of an invitation it locks nobody out.
func (l *lockout) ofMembership(ctx context.Context, id string, administers bool) error {
	if user, known := l.holder[id]; known {
		return l.judge(id, user, func(right string) bool { return administers || right != id })
	}
	membership, err := l.client.Membership(id).Do(ctx)
	if err != nil {
		return fmt.Errorf("membership %s: %w", id, err)
	}
	return l.judge(id, membership.Value.User.PublicID, func(string) bool { return false })
}

// judge refuses what would lock the user out ("" = of nobody), or everybody
// else; otherwise the user keeps these rights.
func (l *lockout) judge(id, user string, keeps func(right string) bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	rights, administers := l.rights[user]
	switch {
	case user == "" || l.passed[id]:
		return nil
	case user == l.me:
		return cli.Lockout("this is the account that the command runs as", nil)
	case administers && len(l.rights) == 1:
		return cli.Lockout("this is the last administrator of the company", nil)
	}
	l.passed[id] = true
	if rights = slices.DeleteFunc(rights, func(right string) bool { return !keeps(right) }); len(rights) > 0 {
		l.rights[user] = rights
	} else {
		delete(l.rights, user)
	}
	return nil
}
