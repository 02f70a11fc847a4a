package rest

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
)

// Client sends calls to one service. It is safe for many workers, who share
// its connections and its turns.
type Client struct {
	provider Provider
	base     *url.URL // path ends with a slash
	auth     Auth
	wayOut   func(*Error)
	agent    string
	renewal  *renewal
	secrets  *Secrets
	turns    Turns
	retries  retries
	limit    int64 // bytes of an answer
	usual    usual
	resty    *resty.Client
}

// New connects: it checks the settings and reads certificate files, and sends
// nothing. Errors are *Error of kind BadInput.
func New(p Provider, conn Conn) (*Client, error) {
	base, err := parseBase(p.Name, conn)
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(p.Name, conn)
	if err != nil {
		return nil, err
	}
	rate := p.Rate
	if conn.Rate != nil {
		rate = *conn.Rate
	}
	c := &Client{
		provider: p, base: base, auth: conn.Auth, wayOut: conn.Explain, renewal: &renewal{auth: conn.Auth}, agent: conn.UserAgent, secrets: conn.Secrets,
		retries: retries{max: max(conn.Retries, 0), longest: conn.Timeout, reset: p.Reset}, limit: maxBody, turns: free{},
	}
	if conn.Turns != nil {
		c.turns = conn.Turns(c.Origin(), rate)
	}
	if c.secrets == nil {
		c.secrets = &Secrets{}
	}
	c.resty = c.newResty(transport, conn)
	return c, nil
}

// newResty wires resty with every unsafe default of its replaced.
func (c *Client) newResty(transport http.RoundTripper, conn Conn) *resty.Client {
	var chain http.RoundTripper = sentMark{upload{turn{c, transport}}}
	chain = authorize{client: c, next: chain}
	if conn.Trace != nil {
		chain = &trace{client: c, out: conn.Trace, next: chain}
	}
	chain = headers{client: c, next: chain}
	chain = redirect{client: c, next: chain}
	chain = attempt{client: c, timeout: conn.Timeout, long: conn.LongTimeout, next: chain}
	hc := &http.Client{Transport: chain, CheckRedirect: keepRedirect}
	r := resty.NewWithClient(hc).
		SetLogger(silent{}).
		SetDoNotParseResponse(true).
		SetAllowGetMethodPayload(true).
		SetRetryCount(c.retries.max).
		SetRetryWaitTime(c.retries.first()).
		SetRetryMaxWaitTime(c.retries.cap()).
		AddRetryCondition(c.retries.again).
		SetRetryAfter(c.retries.wait)
	r.OnBeforeRequest(func(_ *resty.Client, r *resty.Request) error { return c.turn(r.Context(), exchangeOn(r.Context())) })
	return r
}

// Origin is scheme, host and port: what a credential is bound to.
func (c *Client) Origin() string { return c.base.Scheme + "://" + canonicalHost(c.base) }

// Host is the service's host as people know it.
func (c *Client) Host() string { return c.base.Host }

// Base is the base URL, ending with a slash.
func (c *Client) Base() string { return c.base.String() }

func parseBase(provider string, conn Conn) (*url.URL, error) {
	bad := func(message, hint string) (*url.URL, error) {
		return nil, &Error{Kind: BadInput, Provider: provider, Message: message, Hint: hint}
	}
	u, err := url.Parse(conn.BaseURL)
	switch {
	case err != nil: // the cause repeats the URL, which may hold a password
		return bad("the base URL cannot be read", "it looks like https://host/path")
	case u.User != nil:
		return bad("the base URL carries a user name or password", "give credentials as secrets, not in the URL")
	case u.Hostname() == "" || (u.Scheme != "https" && u.Scheme != "http"):
		return bad("the base URL must begin with https:// and a host", "")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return bad("the base URL must not have a query or fragment", "")
	case u.Scheme == "http" && !conn.AllowHTTP && !loopback(u.Hostname()):
		return bad("plain http to "+u.Host+" would send the credential unencrypted", "use https, or set allow_http in the context if you accept that")
	}
	u.Path = strings.TrimRight(u.Path, "/") + "/"
	u.RawPath = ""
	return u, nil
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && addr.IsLoopback())
}

// canonicalHost is host:port with the scheme's port filled in.
func canonicalHost(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && (a.Host == b.Host || canonicalHost(a) == canonicalHost(b))
}

// connectTimeout is short by default: a host that does not answer at all is
// known soon, however long its answers may take.
func (conn Conn) connectTimeout() time.Duration {
	if conn.ConnectTimeout > 0 {
		return conn.ConnectTimeout
	}
	return 10 * time.Second
}

// silent drops resty's own log lines: errors are returned, traces are ours.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
