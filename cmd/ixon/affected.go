package ixon

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// readOnce keeps what was read, for all rows of a run; what failed is read again. A
// verb makes one beside its declaration.
type readOnce[T any] struct {
	mu    sync.Mutex
	done  bool
	value T
}

func (o *readOnce[T]) get(read func() (T, error)) (T, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.done {
		return o.value, nil
	}
	value, err := read()
	if err == nil {
		o.value, o.done = value, true
	}
	return value, err
}

// everybody are all who have memberships, read once: people, service accounts and
// invitations.
type everybody struct{ readOnce[[]holder] }

// affected are those of everybody with memberships that at picks, each with these:
// "Ada Example <ada@example.com>: Engineer @ Plant Lyon".
func (e *everybody) affected(ctx context.Context, c *ixon.Client, at func(ixon.Membership) bool) (all []string, err error) {
	holders, err := e.get(func() ([]holder, error) { return readHolders(ctx, c) })
	for _, h := range holders {
		var words []string
		for _, m := range h.has {
			if at(m) {
				words = append(words, membershipWords(m))
			}
		}
		if len(words) > 0 {
			all = append(all, h.words+": "+strings.Join(words, ", "))
		}
	}
	return all, err
}

func readHolders(ctx context.Context, c *ixon.Client) (all []holder, err error) {
	for item, err := range rest.Sure(c.Users(ctx), "memberships") {
		if err != nil {
			return nil, err
		}
		all = append(all, holder{userWords(item.Value), item.Value.Memberships})
	}
	for item, err := range rest.Sure(c.Invites(ctx), "memberships") {
		if err != nil {
			return nil, err
		}
		all = append(all, holder{item.Value.EmailAddress + " (invited)", item.Value.Memberships})
	}
	return all, nil
}

// userWords is "Ada Example <ada@example.com>", or the name of a service account.
func userWords(u ixon.User) string {
	if u.EmailAddress == "" {
		return u.Name + " (service account)"
	}
	return u.Name + " <" + u.EmailAddress + ">"
}

// losing is a list for the eyes of whoever decides; "" where it is empty.
func losing(what string, all []string) string {
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf("%s (%d):\n  %s\n", what, len(all), strings.Join(all, "\n  "))
}

// inUse refuses what others still use, in few words; nil where nobody does, and
// where that is meant.
func inUse(meant bool, what string, all []string, way string) error {
	const most = 5
	if meant || len(all) == 0 {
		return nil
	}
	said := strings.Join(all[:min(most, len(all))], "; ")
	if more := len(all) - most; more > 0 {
		said += fmt.Sprintf("; and %d more", more)
	}
	return &cli.RefusedError{Message: what + ": " + said, Hint: way + ", or add --allow-in-use if you mean it"}
}

// allowInUse is the flag that inUse speaks of.
func allowInUse(meant *bool) *cli.Input {
	return cli.Switch("allow-in-use", meant, "allow it although others still use it")
}

// giving says why a permission or role may have been refused.
func giving[T any](call rest.Call[T]) rest.Call[T] {
	return call.OnError(func(_ context.Context, e *rest.Error) (none T, _ error) {
		if e.Kind == rest.Credential && e.Status == http.StatusForbidden {
			e.Hint = "nobody can give a permission that they do not have: `unictl ixon users rights` with your own address shows yours; " + e.Hint
		}
		return none, e
	})
}
