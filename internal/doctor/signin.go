package doctor

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"unictl/internal/rest"
)

// oneSignIn is a credential that signs in at most once: a token that was made a
// moment ago and is refused is not made again, since services count sign-ins.
type oneSignIn struct {
	rest.Auth
	used atomic.Bool
}

// Apply sets the credential; a connection that is asked for meanwhile can only
// be that of a sign-in.
func (a *oneSignIn) Apply(ctx context.Context, r *http.Request) error {
	hook := &httptrace.ClientTrace{GetConn: func(string) { a.used.Store(true) }}
	return a.Auth.Apply(httptrace.WithClientTrace(ctx, hook), r)
}

// Renew replaces a token that was kept from earlier.
func (a *oneSignIn) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	if a.used.Swap(true) {
		return false, nil
	}
	return a.Auth.Renew(ctx, refused)
}
