package devotokens

import (
	"context"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

const (
	providerName     = "devo"
	headerCID        = "X-Devo-Cid" // correlation id, on every answer (§3.5)
	headerStandAlone = "standAloneToken"
)

// Client talks to one account in one region. It is safe for many workers.
type Client struct {
	rest       *rest.Client
	settings   Settings
	credential rest.Auth // nil = none
	secrets    *rest.Secrets
}

// New connects; nothing is sent. Settings of a wrong form, a missing base URL
// (see RegionURL) and a bad connection are a *rest.Error of kind BadInput.
func New(conn rest.Conn, s Settings) (*Client, error) {
	if s.PathStyle == "" {
		s.PathStyle = PathWS
	}
	if err := CheckAccount(s.Account); err != nil {
		return nil, err
	}
	if err := CheckPathStyle(s.PathStyle); err != nil {
		return nil, err
	}
	if conn.BaseURL == "" {
		return nil, badInput("neither a region nor a base URL is set", "the regions are "+strings.Join(Regions(), ", "))
	}
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	_, signed := conn.Auth.(*signature)
	client, err := rest.New(provider(errorRule{settings: s, signed: signed}), conn)
	if err != nil {
		return nil, err
	}
	return &Client{rest: client, settings: s, credential: conn.Auth, secrets: conn.Secrets}, nil
}

// provider describes the service to the HTTP layer. No rate limit is documented
// (§4), so none is kept.
func provider(rule errorRule) rest.Provider {
	p := rest.Provider{
		Name:      providerName,
		Redirects: rest.NoRedirects,
		Blocked:   "Devo documents no limit and named no end: wait some minutes, then go on with a lower --rate",
		Limit:     rule.limit,
		Failure:   rule.refine,
		Untouched: untouched,
		RequestID: headerCID,
		// The key of a token's value is not public (§3.4), so traces show the
		// documented fields of a token and of an error alone.
		Show: rest.Allow{
			Headers: []string{headerCID},
			JSON:    append(tokenFields(), "error", "code", "message", "msg", "status", "cid"),
		},
	}
	p.Unsigned.Message = "no token is set"
	p.Unsigned.Hint = `make one of the type "Credentials API" in Devo, under Administration, Credentials, and set it`
	return p
}

// limit: which calls Devo counts together is not public (§4), so that a 429 stops
// the kind of call that it answered, of this credential and account.
func (rule errorRule) limit(r *rest.Request) rest.Limit {
	return rest.Limit{Name: "calls of " + r.Name, Of: rule.settings.Account, User: true}
}

// TokenInUse is the token that calls carry; zero when they carry none, because
// they are signed or have no credential.
func (c *Client) TokenInUse(ctx context.Context) (rest.Secret, error) {
	if _, signed := c.credential.(*signature); signed || c.credential == nil {
		return rest.Secret{}, nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody)
	if err != nil {
		return rest.Secret{}, err
	}
	if err := c.credential.Apply(ctx, r); err != nil {
		return rest.Secret{}, err
	}
	return rest.NewSecret(strings.TrimPrefix(r.Header.Get(c.credential.Header()), "Bearer ")), nil
}

// StandAloneToken is a fixed token in the header standAloneToken. Devo documents
// it for other APIs on the same hosts; for this one only the bearer
// (rest.Bearer) is documented, and whether it takes this header is not public
// (§2.1). An empty token gives nil: no credential.
func StandAloneToken(token string) rest.Auth {
	if token == "" {
		return nil
	}
	return standAlone(token)
}

type standAlone string

// Who tells one token from another.
func (s standAlone) Who() string { return rest.Fingerprint(string(s)) }

func (standAlone) Header() string { return headerStandAlone }

func (s standAlone) Apply(_ context.Context, r *http.Request) error {
	r.Header.Set(headerStandAlone, string(s))
	return nil
}

func (standAlone) Renew(context.Context, *http.Request) (bool, error) { return false, nil }

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}

// Base is the base URL, ending with a slash.
func (c *Client) Base() string { return c.rest.Base() }
