package devo

import (
	"context"
	"sync"

	"unictl/internal/cli"
	"unictl/internal/devotokens"
	"unictl/internal/parse"
	"unictl/internal/rest"
)

// adminsOf knows who administers the domain, and whose token the command uses. It
// is read once a run. Whom it lets pass counts as no administrator any more, so
// that of two either may go, but not both; asked again, it says the same.
type adminsOf struct {
	client  *devotokens.Client
	allowed cli.Allowed
	owners  bool        // the owner is guarded here, and not by the steps
	mine    rest.Secret // zero = calls are signed: a key is nobody's
	tokens  []devotokens.Token
	closed  error // why the tokens could not be read

	mu     sync.Mutex
	owner  map[string]bool
	admins map[string]bool // who may sign in, and administers
	passed map[string]bool
}

// keepAdmins guards the last administrator, and the user whose token the command
// uses; with owners also the owner of the domain, where Devo may let that happen.
// of gives whom a row is about, and whether they keep what they have.
func keepAdmins[In any](owners bool, of func(*In) (email string, keeps bool)) *cli.Guard[*devotokens.Client, In] {
	return &cli.Guard[*devotokens.Client, In]{
		LastAdmin: true,
		Read: func(ctx context.Context, c *devotokens.Client, allowed cli.Allowed) (func(context.Context, *In) error, error) {
			a, err := readAdmins(ctx, c, allowed)
			if err != nil {
				return nil, err
			}
			a.owners = owners
			return func(ctx context.Context, in *In) error {
				email, keeps := of(in)
				if keeps {
					return nil
				}
				return a.judge(ctx, email)
			}, nil
		},
	}
}

func readAdmins(ctx context.Context, c *devotokens.Client, allowed cli.Allowed) (*adminsOf, error) {
	a := &adminsOf{client: c, allowed: allowed, owner: map[string]bool{}, admins: map[string]bool{}, passed: map[string]bool{}}
	for item, err := range rest.Sure(c.Users(ctx), devotokens.UserMembers()...) {
		if err != nil {
			return nil, err
		}
		u := item.Value
		a.owner[u.Email] = u.Owner
		if u.Active() && (u.Owner || u.HasRole(devotokens.RoleAdmin)) {
			a.admins[u.Email] = true
		}
	}
	if allowed.Self {
		return a, nil
	}
	var err error
	if a.mine, err = c.TokenInUse(ctx); err != nil || a.mine.IsZero() {
		return a, err
	}
	for item, err := range c.Tokens(ctx) {
		if err != nil {
			a.closed = err
			break
		}
		a.tokens = append(a.tokens, item.Value)
	}
	return a, nil
}

// judge refuses what would lock out the caller, or leave nobody who administers.
func (a *adminsOf) judge(ctx context.Context, email string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.passed[email] {
		return nil
	}
	if !a.allowed.Self {
		reason, err := a.self(ctx, email)
		if err != nil {
			return err
		}
		if reason != "" {
			return cli.Lockout(cli.Yourself, reason)
		}
	}
	switch {
	case a.allowed.LastAdmin:
	case a.owner[email] && !a.owners: // the steps refuse it, whatever is allowed
	case a.owner[email]:
		return cli.Lockout(cli.LastOne, "this is the owner of the domain, and a domain has one")
	case a.admins[email] && len(a.admins) == 1:
		return cli.Lockout(cli.LastOne, "this is the last administrator of the domain")
	}
	delete(a.admins, email)
	a.passed[email] = true
	return nil
}

// self says why this may be the user whose rights the command has. Devo tells
// that only by the value of a token, which its user sees (§7). "" = it is
// somebody else.
func (a *adminsOf) self(ctx context.Context, email string) (string, error) {
	switch {
	case a.mine.IsZero():
		return "", nil
	case a.closed != nil:
		return "this may be the user whose token the command uses: the tokens of the account cannot be read with it", nil
	}
	for _, t := range a.tokens {
		if parse.Folded(t.User) != parse.Folded(email) {
			continue
		}
		item, err := a.client.Token(t.ID).Do(ctx)
		if rest.Is(err, rest.NotFound) {
			continue
		}
		if err != nil {
			return "", err
		}
		if lockout(item.Raw, a.mine) != "" {
			return "this is the user whose token the command uses", nil
		}
	}
	return "", nil
}
