package devotokens

import (
	"net/url"
	"strings"

	"unictl/internal/rest"
)

// Settings say whose tokens are meant and where they stand.
type Settings struct {
	Account   string // domain, or domain@multitenant (§4)
	PathStyle string // PathWS or PathV2; "" = PathWS
}

// Client talks to one account in one region. It is safe for many workers.
type Client struct {
	rest     *rest.Client
	settings Settings
	guard    *guard
	secrets  *rest.Secrets
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
	g := &guard{credential: conn.Auth}
	conn.Auth = g
	client, err := rest.New(provider(s, g.signs()), conn)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(client.Base())
	if err != nil {
		return nil, badInput("the base URL cannot be read", "it looks like https://api-us.devo.com")
	}
	g.base = base.EscapedPath()
	return &Client{rest: client, settings: s, guard: g, secrets: conn.Secrets}, nil
}

// Settings are the settings in use, the path style filled in.
func (c *Client) Settings() Settings { return c.settings }

// Host is the service's host and port as people know it, for prompts.
func (c *Client) Host() string { return c.rest.Host() }

// Origin is scheme, host and port: what the credential is bound to.
func (c *Client) Origin() string { return c.rest.Origin() }

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}
