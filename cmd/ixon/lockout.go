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

// lockout knows whom a change would lock out: the caller, or the last one with
// a right that the company cannot be without. It is read once a run. What it
// lets pass counts as done, so that of two administrators either may go, but not
// both; asked again, it says the same.
type lockout struct {
	client  *ixon.Client
	allowed cli.Allowed
	me      string           // "" = a service account, which may have no /users/me
	people  map[string]bool  // users that are people; false = service accounts
	places  map[string]place // memberships

	mu     sync.Mutex
	rights []*right
	passed map[string]bool // users or memberships
}

// place is where a membership puts whom.
type place struct{ user, group, role string }

// right is what somebody must keep: it counts on a membership that does not
// expire (§6.4).
type right struct {
	reason  string // of who has it alone
	lost    string // what a change does that takes it from all
	gives   func(ixon.Role) bool
	roles   map[string]bool
	holders map[string][]string // of each user, the memberships that give it
}

func rightsToKeep() []*right {
	admin := func(role ixon.Role) bool { return permits(role, ixon.CompanyAdmin) }
	manager := func(role ixon.Role) bool {
		return admin(role) || permits(role, ixon.ManageUser) && permits(role, ixon.CompanyWideRole)
	}
	return []*right{
		{reason: "this is the last administrator of the company", lost: "it would leave nobody who administers the company", gives: admin, roles: map[string]bool{}, holders: map[string][]string{}},
		{reason: "this is the last one who may manage the users of the company", lost: "it would leave nobody who may manage the users of the company", gives: manager, roles: map[string]bool{}, holders: map[string][]string{}},
	}
}

func permits(role ixon.Role, permission string) bool {
	return slices.Contains(role.Permissions, ixon.Permission{PublicID: permission})
}

// guarding is a guard of changes that take rights away.
func guarding[In any](check func(context.Context, *lockout, *In) error) *cli.Guard[*ixon.Client, In] {
	return &cli.Guard[*ixon.Client, In]{
		LastAdmin: true,
		Read: func(ctx context.Context, c *ixon.Client, allowed cli.Allowed) (func(context.Context, *In) error, error) {
			l, err := readLockout(ctx, c, allowed)
			return func(ctx context.Context, in *In) error { return check(ctx, l, in) }, err
		},
	}
}

// readLockout refuses with an error what it cannot look at.
func readLockout(ctx context.Context, c *ixon.Client, allowed cli.Allowed) (*lockout, error) {
	l := &lockout{
		client: c, allowed: allowed, people: map[string]bool{}, places: map[string]place{}, passed: map[string]bool{},
		rights: rightsToKeep(),
	}
	if !allowed.Self {
		me, err := c.Me().Do(ctx)
		if err != nil && !rest.Is(err, rest.NotFound) {
			return nil, err
		}
		l.me = me.Value.PublicID
	}
	for item, err := range rest.Sure(c.Roles(ctx), "permissions") {
		if err != nil {
			return nil, err
		}
		for _, r := range l.rights {
			r.roles[item.Value.PublicID] = r.gives(item.Value)
		}
	}
	for item, err := range rest.Sure(c.Users(ctx), "type", "memberships") {
		if err != nil {
			return nil, err
		}
		l.know(item.Value)
	}
	return l, nil
}

func (l *lockout) know(user ixon.User) {
	l.people[user.PublicID] = user.Type == ixon.Person
	for _, m := range user.Memberships {
		l.places[m.PublicID] = place{user.PublicID, m.Group.PublicID, m.Role.PublicID}
		for _, r := range l.rights {
			if m.ExpiresOn == nil && r.roles[m.Role.PublicID] {
				r.holders[user.PublicID] = append(r.holders[user.PublicID], m.PublicID)
			}
		}
	}
}

// of judges a change of all that a user has. roles are those that the user has
// for good after it.
func (l *lockout) of(user string, roles ...string) error {
	return l.judge(user, user, func(r *right, _ string) bool {
		return slices.ContainsFunc(roles, func(role string) bool { return r.roles[role] })
	})
}

// ofMe judges a change of all that the caller has.
func (l *lockout) ofMe() error {
	if err := l.ofSelf(l.me, "this is", "this is"); err != nil {
		return err
	}
	return l.of(l.me)
}

// ofMembership judges a change of one membership; stays says whether it gives a
// right that it gave before. One that no user had when the users were read is
// looked up: of an invitation it locks nobody out.
func (l *lockout) ofMembership(ctx context.Context, id string, stays func(*right) bool) error {
	if at, known := l.places[id]; known {
		return l.judge(id, at.user, func(r *right, by string) bool { return by != id || stays(r) })
	}
	membership, err := l.client.Membership(id).Do(ctx)
	if err != nil {
		return fmt.Errorf("membership %s: %w", id, err)
	}
	return l.judge(id, membership.Value.User.PublicID, func(*right, string) bool { return false })
}

// judge refuses what would lock the user out ("" = of nobody), or everybody
// else; otherwise the user keeps these rights.
func (l *lockout) judge(id, user string, keeps func(r *right, membership string) bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if user == "" || l.passed[id] {
		return nil
	}
	if err := l.ofSelf(user, "this is", "this may be"); err != nil {
		return err
	}
	for _, r := range l.rights {
		if _, holds := r.holders[user]; holds && len(r.holders) == 1 && !l.allowed.LastAdmin {
			return cli.Lockout(cli.LastOne, r.reason)
		}
	}
	l.passed[id] = true
	for _, r := range l.rights {
		kept := slices.DeleteFunc(r.holders[user], func(by string) bool { return !keeps(r, by) })
		if r.holders[user] = kept; len(kept) == 0 {
			delete(r.holders, user)
		}
	}
	return nil
}

// ofSelf refuses what is about the caller's own account.
func (l *lockout) ofSelf(user, is, mayBe string) error {
	switch {
	case l.allowed.Self:
	case user == l.me:
		return cli.Lockout(cli.Yourself, is+" the account that the command runs as")
	case l.me == "" && !l.people[user]:
		return cli.Lockout(cli.Yourself, mayBe+" the account that the command runs as: the service does not tell which one that is")
	}
	return nil
}

// ofMany judges a change of a role or group, which is one of many memberships: at
// picks those that lose something, stays says whether they still give a right that
// they gave before.
func (l *lockout) ofMany(id string, at func(place) bool, stays func(*right) bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.passed[id] {
		return nil
	}
	for _, p := range l.places {
		if !at(p) {
			continue
		}
		if err := l.ofSelf(p.user, "it takes something away from", "it may take something away from"); err != nil {
			return err
		}
	}
	kept := make([]map[string][]string, len(l.rights))
	for i, r := range l.rights {
		kept[i] = map[string][]string{}
		for user, by := range r.holders {
			left := slices.DeleteFunc(slices.Clone(by), func(membership string) bool { return at(l.places[membership]) && !stays(r) })
			if len(left) > 0 {
				kept[i][user] = left
			}
		}
		if len(r.holders) > 0 && len(kept[i]) == 0 && !l.allowed.LastAdmin {
			return cli.Lockout(cli.LastOne, r.lost)
		}
	}
	for i, r := range l.rights {
		r.holders = kept[i]
	}
	l.passed[id] = true
	return nil
}
