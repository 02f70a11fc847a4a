package iotinvites

import (
	"net/url"
	"strings"

	"unictl/internal/rest"
)

// apiPath is where the API is found on its host (§1).
const apiPath = "/v1/api"

// Settings are what the client needs besides the connection. Account may be
// empty: signing in, health and one's own invitations need none, and a call
// that does need it is refused before it is sent.
type Settings struct {
	Account string // UUID in lower case
}

// Client talks to one account at one platform. It is safe for many workers.
type Client struct {
	rest    *rest.Client
	account string
	secrets *rest.Secrets
	guard   *guard
}

// New connects; nothing is sent. A conn.BaseURL without a path, such as
// https://host:443, gets /v1/api; one with a path is used as it is, for a proxy
// that puts the API elsewhere. Settings of a wrong form and a bad connection
// are a *rest.Error of kind BadInput.
func New(conn rest.Conn, s Settings) (*Client, error) {
	if s.Account != "" {
		if err := CheckAccount(s.Account); err != nil {
			return nil, err
		}
	}
	conn.BaseURL = withAPIPath(conn.BaseURL)
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	g := &guard{credential: conn.Auth}
	conn.Auth = g
	client, err := rest.New(provider(dashboardOf(conn.BaseURL)), conn)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(client.Base())
	if err != nil {
		return nil, badInput("the base URL cannot be read", hintURL)
	}
	g.base = base.EscapedPath()
	return &Client{rest: client, account: s.Account, secrets: conn.Secrets, guard: g}, nil
}

// withAPIPath completes a base URL that has no path. One that cannot be read
// is left for the HTTP layer to refuse.
func withAPIPath(base string) string {
	u, err := url.Parse(base)
	if err != nil || strings.Trim(u.Path, "/") != "" {
		return base
	}
	u.Path = apiPath
	return u.String()
}

// dashboardOf is the address of the web pages: the base URL without the API's
// path.
func dashboardOf(base string) string {
	return strings.TrimSuffix(strings.TrimRight(base, "/"), apiPath)
}

// AccountID is the account that the client works on, "" when none is set.
func (c *Client) AccountID() string { return c.account }

// Host is the service's host and port as people know it, for prompts.
func (c *Client) Host() string { return c.rest.Host() }

// Origin is scheme, host and port: what the credential is bound to.
func (c *Client) Origin() string { return c.rest.Origin() }

// Dashboard is the address of the platform's web pages, where people register
// and administrators invite when captcha is on (§4.3).
func (c *Client) Dashboard() string { return dashboardOf(c.rest.Base()) }

func badInput(message, hint string) *rest.Error { return newError(rest.BadInput, message, hint) }

func newError(kind rest.Kind, message, hint string) *rest.Error {
	return &rest.Error{Kind: kind, Provider: providerName, Message: message, Hint: hint}
}
