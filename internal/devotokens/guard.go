package devotokens

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// guard wraps the credential and is the last to look at a call before it is
// sent. A prepared call cannot report an error, so what would make it wrong is
// refused here: an empty id, which would make a call on all tokens of one on a
// single token, and an empty name, which Devo takes without a word (§3.2).
type guard struct {
	credential rest.Auth // nil = none
	base       string    // path of the base URL, with its slash
}

func (g *guard) Header() string {
	if g.credential == nil {
		return headerBearer
	}
	return g.credential.Header()
}

func (g *guard) Apply(ctx context.Context, r *http.Request) error {
	path := strings.TrimPrefix(r.URL.EscapedPath(), g.base)
	var e *rest.Error
	switch {
	case strings.HasSuffix(path, "/") || strings.Contains(path, "//"):
		e = badInput("the call lacks the id of a token: "+r.Method+" "+path, "")
	case strings.HasSuffix(path, "/rename") && !named(r):
		e = badInput("the new name is empty", "Devo would answer OK and leave the name as it is")
	case g.credential == nil:
		e = badInput("no token is set", `make one of the type "Credentials API" in Devo, under Administration, Credentials, and set it`)
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

// named reports whether the body of a request has a name that is not blank.
func named(r *http.Request) bool {
	body, err := bodyOf(r)
	var sent struct {
		Name string `json:"name"`
	}
	return err == nil && json.Unmarshal(body, &sent) == nil && CheckName(sent.Name) == nil
}

// signs reports whether calls are signed with a key instead of carrying a
// token.
func (g *guard) signs() bool {
	_, ok := g.credential.(*signature)
	return ok
}

// token is the token that calls carry; "" when it cannot be known.
func (g *guard) token(ctx context.Context) (string, error) {
	if g.credential == nil || g.signs() {
		return "", nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody)
	if err != nil {
		return "", err
	}
	if err := g.credential.Apply(ctx, r); err != nil {
		return "", err
	}
	return strings.TrimPrefix(r.Header.Get(g.credential.Header()), "Bearer "), nil
}
