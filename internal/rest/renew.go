package rest

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

// renewal lets calls that were refused at the same time renew the credential
// once between them: sixteen workers with an expired token sign in once.
type renewal struct {
	auth    Auth
	mu      sync.Mutex
	done    int // renewals that brought a new credential
	current *attemptToRenew
}

type attemptToRenew struct {
	ended chan struct{}
	fresh bool
	err   error
}

// generation numbers the credential that a request is signed with.
func (n *renewal) generation() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.done
}

// after renews the credential of generation g, which refused was signed with,
// unless that was done meanwhile.
func (n *renewal) after(refused *http.Request, g int) (fresh bool, err error) {
	ctx := refused.Context()
	for {
		n.mu.Lock()
		if n.done != g {
			n.mu.Unlock()
			return true, nil
		}
		if n.current == nil {
			return n.lead(refused)
		}
		other := n.current
		n.mu.Unlock()
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-other.ended:
		}
		if !interrupted(other.err) {
			return other.fresh, other.err
		}
	}
}

// lead renews for all; it is entered with the lock held.
func (n *renewal) lead(refused *http.Request) (bool, error) {
	mine := &attemptToRenew{ended: make(chan struct{})}
	n.current = mine
	n.mu.Unlock()
	defer func() { // also when Renew panics: nobody may wait for ever
		n.mu.Lock()
		n.current = nil
		if mine.fresh {
			n.done++
		}
		n.mu.Unlock()
		close(mine.ended)
	}()
	fresh, err := n.auth.Renew(refused.Context(), refused)
	mine.fresh, mine.err = fresh && err == nil, err
	return mine.fresh, mine.err
}

// interrupted reports that a renewal ended with its leader's own call, which
// says nothing to the others.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
