package ixon

import (
	"net/http"
	"net/url"

	"unictl/internal/rest"
)

// DefaultURL is the base URL of IXON's own portal (§1); white-label portals
// have another host.
const DefaultURL = "https://portal.ixon.cloud:443/api/"

// DefaultBranding is the portal whose name and look the mails carry unless the
// settings say otherwise (§1).
const DefaultBranding = "portal.ixon.cloud"

// Settings are the values that go into the headers of §1. Application and
// Company may be empty: discovery needs neither, and a call that does need one
// is refused before it is sent.
type Settings struct {
	Application string // Application ID, 12 letters and digits
	Company     string // company's publicId, dddd-dddd-dddd-dddd-dddd
	Branding    string // host of the portal named in mails; "" = DefaultBranding
}

// Client talks to one company at one portal. It is safe for many workers.
type Client struct {
	rest     *rest.Client
	settings Settings
	headers  [2 * branding]http.Header // by scope
	secrets  *rest.Secrets
}

// New connects; nothing is sent. An empty conn.BaseURL means DefaultURL.
// Settings of a wrong form and a bad connection are a *rest.Error of kind
// BadInput.
func New(conn rest.Conn, s Settings) (*Client, error) {
	if s.Branding == "" {
		s.Branding = DefaultBranding
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	if conn.BaseURL == "" {
		conn.BaseURL = DefaultURL
	}
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	g := &guard{credential: conn.Auth}
	conn.Auth = g
	client, err := rest.New(provider(), conn)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(client.Base())
	if err != nil {
		return nil, badInput("the base URL cannot be read", "it looks like "+DefaultURL)
	}
	g.base = base.EscapedPath()
	return &Client{rest: client, settings: s, headers: s.headerSets(), secrets: conn.Secrets}, nil
}

// check looks at the form of what is set; empty values are judged by the calls
// that need them.
func (s Settings) check() error {
	if s.Application != "" {
		if err := CheckApplication(s.Application); err != nil {
			return err
		}
	}
	if s.Company != "" {
		if err := CheckCompany(s.Company); err != nil {
			return err
		}
	}
	return CheckBranding(s.Branding)
}

// Settings are the settings in use, the branding filled in.
func (c *Client) Settings() Settings { return c.settings }

// Host is the portal's host and port as people know it, for prompts.
func (c *Client) Host() string { return c.rest.Host() }

// Origin is scheme, host and port: what the credential is bound to.
func (c *Client) Origin() string { return c.rest.Origin() }

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}
