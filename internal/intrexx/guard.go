package intrexx

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"unictl/internal/rest"
)

// guard wraps the credential and is the last to look at a call before it is
// sent. A prepared call cannot report an error, so what would make it wrong is
// refused here: a missing portal or id, which would turn the deletion of one
// object into a call on all of them, and an id that leads out of its place.
type guard struct {
	credential rest.Auth // nil = none
	base       string    // path of the base URL, with its slash
}

func (g *guard) Header() string {
	if g.credential == nil {
		return headerCredential
	}
	return g.credential.Header()
}

func (g *guard) Apply(ctx context.Context, r *http.Request) error {
	e := g.judge(r)
	if e == nil && g.credential == nil {
		e = badInput("no user name and password are set", "the account is the one in the server's admin-api.yaml")
		e.Kind = rest.Credential
	}
	if e == nil {
		return g.credential.Apply(ctx, r)
	}
	e.Method, e.URL = r.Method, r.URL.Scheme+"://"+r.URL.Host+r.URL.EscapedPath()
	return e
}

// judge looks at the path as route made it. A redirect may add a slash at the
// end or lead out of the base path: the call itself was judged before.
func (g *guard) judge(r *http.Request) *rest.Error {
	path, below := strings.CutPrefix(r.URL.EscapedPath(), g.base)
	switch {
	case !below:
		return nil
	case strings.HasPrefix(path, "/"):
		return badInput("no portal: --portal NAME or intrexx.portal", "its name is the one in the server's admin-api.yaml")
	case strings.Contains(path, "//"):
		return badInput("the call lacks an id: "+r.Method+" "+path, "")
	}
	for segment := range strings.SplitSeq(path, "/") {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			return badInput("the call's path cannot be read", "")
		}
		if why := unfit(plain); why != "" {
			return badInput("an id "+why+": "+r.Method+" "+path, "ids are numbers or GUIDs, without a path")
		}
	}
	return nil
}

func (g *guard) Renew(ctx context.Context, refused *http.Request) (bool, error) {
	if g.credential == nil {
		return false, nil
	}
	return g.credential.Renew(ctx, refused)
}
