package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"sync"
)

// Auth puts a credential on requests. It is only ever asked for requests to
// the client's own origin.
type Auth interface {
	// Header is the name of the header that Apply sets, for previews.
	Header() string
	// Apply sets the credential; it may sign in first. Many workers call it at
	// the same time.
	Apply(ctx context.Context, r *http.Request) error
	// Renew is called once after a 401, and once for all calls that were refused
	// together; refused is one of them, with the credential as Apply set it. It
	// reports whether a fresh credential was found; false keeps the 401.
	Renew(ctx context.Context, refused *http.Request) (bool, error)
}

// Bearer is a fixed token in the Authorization header: it cannot be renewed.
func Bearer(token string) Auth { return fixed("Bearer " + token) }

type fixed string

func (f fixed) Header() string { return "Authorization" }

// Who tells one token from another without saying it: limits are counted apart.
func (f fixed) Who() string { return Fingerprint(string(f)) }

// Fingerprint tells one secret from another and cannot be turned back.
func Fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:8])
}

func (f fixed) Apply(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", string(f))
	return nil
}

func (f fixed) Renew(context.Context, *http.Request) (bool, error) { return false, nil }

// authorize adds the credential below the trace, so that no trace sees it, and
// renews it once on 401: a 401 means that the call was not carried out.
type authorize struct {
	client *Client
	next   http.RoundTripper
}

func (a authorize) RoundTrip(r *http.Request) (*http.Response, error) {
	c := a.client
	if c.auth == nil || !sameOrigin(r.URL, c.base) || exchangeOf(r).call.NoAuth {
		return a.next.RoundTrip(r)
	}
	generation := c.renewal.generation()
	signed, err := a.signed(r)
	if err != nil {
		return nil, err
	}
	answer, err := a.next.RoundTrip(signed)
	if err != nil || answer.StatusCode != http.StatusUnauthorized {
		return answer, err
	}
	// Read first: renewing must not wait for the connection of this answer.
	if _, err = c.hold(answer, r.Method); err != nil {
		return nil, err
	}
	renewed, err := c.renewal.after(signed, generation)
	if err != nil {
		return nil, &authError{err}
	}
	if !renewed {
		return answer, nil
	}
	if signed, err = a.signed(r); err != nil {
		return nil, err
	}
	return a.next.RoundTrip(signed)
}

// signed is a copy of r with a fresh body and the credential.
func (a authorize) signed(r *http.Request) (*http.Request, error) {
	clone, err := rewound(r)
	if err != nil {
		return nil, err
	}
	c := a.client
	if err := c.auth.Apply(r.Context(), clone); err != nil {
		return nil, &authError{err}
	}
	if name := c.auth.Header(); !isHeaderValue(clone.Header.Get(name)) {
		return nil, &authError{c.failure(exchangeOf(r).call, &Error{
			Kind: Credential, Message: "the credential holds a line break or a control character",
			Hint: "look for a stray carriage return where it is set",
		})}
	}
	return clone, nil
}

// authError marks a failure to get a credential: nothing was sent.
type authError struct{ err error }

func (e *authError) Error() string { return e.err.Error() }
func (e *authError) Unwrap() error { return e.err }

// drain reads what is left, within reason, so that the connection is used
// again.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 64<<10)
	_ = body.Close()
}

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
