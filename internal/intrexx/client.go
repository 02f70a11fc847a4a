package intrexx

import (
	"net/url"

	"unictl/internal/rest"
)

// DefaultPort is where the Administration API listens unless its configuration
// says otherwise (§1.1).
const DefaultPort = 4242

// Settings are the values of a context that calls need. Portal may be empty:
// signing in, portals and templates need none, and a call that does is refused
// before it is sent.
type Settings struct {
	Portal string // name of the portal in the server's admin-api.yaml (§2.2)
}

// Client talks to one Administration API about one portal. It is safe for many
// workers.
type Client struct {
	rest     *rest.Client
	settings Settings
	secrets  *rest.Secrets
}

// New connects; nothing is sent. The base URL may have a path prefix (§1.1). A
// portal of a wrong form, a missing base URL and a bad connection are a
// *rest.Error of kind BadInput.
func New(conn rest.Conn, s Settings) (*Client, error) {
	if s.Portal != "" {
		if err := CheckPortal(s.Portal); err != nil {
			return nil, err
		}
	}
	if conn.BaseURL == "" {
		return nil, badInput("no base URL is set", "it looks like https://host:4242, or https://host/prefix behind a proxy")
	}
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	g, f := &guard{credential: conn.Auth}, &failures{}
	conn.Auth = g
	client, err := rest.New(provider(f), conn)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(client.Base())
	if err != nil {
		return nil, badInput("the base URL cannot be read", "it looks like https://host:4242")
	}
	g.base, f.base = base.EscapedPath(), base.EscapedPath()
	return &Client{rest: client, settings: s, secrets: conn.Secrets}, nil
}

// Settings are the settings in use.
func (c *Client) Settings() Settings { return c.settings }

// Host is the server's host and port as people know it, for prompts.
func (c *Client) Host() string { return c.rest.Host() }

// Origin is scheme, host and port: what the credential is bound to.
func (c *Client) Origin() string { return c.rest.Origin() }

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}
