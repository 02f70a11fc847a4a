package ixon

import (
	"context"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// guard wraps the credential and is the last to look at a call before it is
// sent. A prepared call cannot report an error, so what would make it wrong is
// refused here: an empty id above all, which would turn the deletion of one
// user into a call on all users.
type guard struct {
	credential rest.Auth // nil = none
	base       string    // path of the base URL, with its slash
}

func (g *guard) Header() string { return headerCredential }

func (g *guard) Apply(ctx context.Context, r *http.Request) error {
	path := strings.TrimPrefix(r.URL.EscapedPath(), g.base)
	var e *rest.Error
	switch {
	case strings.HasSuffix(path, "/") || strings.Contains(path, "//"):
		e = badInput("the call lacks an id: "+r.Method+" "+path, "")
	case unset(r.Header, headerApplication):
		e = badInput("no Application ID is set", "IXON's support gives it out, and each service account has its own")
	case unset(r.Header, headerCompany):
		e = badInput("no company is set", "`companies list` shows yours")
	case g.credential == nil:
		e = badInput("no token is set", "set the token of a service account, or sign in")
		e.Kind = rest.Credential
	default:
		return g.credential.Apply(ctx, r)
	}
	e.Method, e.URL = r.Method, r.URL.Scheme+"://"+r.URL.Host+r.URL.EscapedPath()
	return e
}

func (g *guard) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	if g.credential == nil {
		return false, nil
	}
	return g.credential.Renew(ctx, refused)
}

// unset reports a header that the operation takes and the settings lack.
func unset(h http.Header, name string) bool {
	values, taken := h[name]
	return taken && values[0] == ""
}
