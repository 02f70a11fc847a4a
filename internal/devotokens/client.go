package devotokens

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"unictl/internal/rest"
)

const (
	providerName     = "devo"
	headerCID        = "X-Devo-Cid" // correlation id, on every answer (§3.5)
	headerStandAlone = "standAloneToken"
)

// Client talks to one account in one region. It is safe for many workers.
type Client struct {
	rest       *rest.Client // the token API
	probio     *rest.Client // the Provisioning API on the same host (§6)
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
	rule := errorRule{settings: s, now: time.Now}
	if signs, ok := conn.Auth.(*signature); ok {
		rule.signed, rule.now = true, signs.now
	}
	conn.Warn = onceEach(conn.Warn) // there are two clients, and one connection for people
	client, err := rest.New(provider(rule), conn)
	if err != nil {
		return nil, err
	}
	c := &Client{rest: client, settings: s, credential: conn.Auth, secrets: conn.Secrets}
	if conn.Auth != nil {
		conn.Auth = forProbio(conn.Auth)
	}
	rule.probio = true
	c.probio, err = rest.New(probioProvider(rule), conn)
	return c, err
}

// onceEach says each text once; nil stays nil.
func onceEach(warn func(string)) func(string) {
	if warn == nil {
		return nil
	}
	var said sync.Map
	return func(text string) {
		if _, before := said.LoadOrStore(text, true); !before {
			warn(text)
		}
	}
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

// Signed reports that calls are signed with an API key.
func (c *Client) Signed() bool {
	_, signed := c.credential.(*signature)
	return signed
}

// TokenInUse is the token that calls carry; zero when they carry none, because
// they are signed or have no credential.
func (c *Client) TokenInUse(ctx context.Context) (rest.Secret, error) {
	if c.Signed() || c.credential == nil {
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
