package rest

import (
	"context"
	"io"
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
	record   func(context.Context, Write) (Over, error)
	agent    string
	renewal  *renewal
	secrets  *Secrets
	turns    Turns
	pauses   pauses
	retries  retries
	limit    int64 // bytes of an answer
	usual    usual
	resty    *resty.Client
	witness  Witness
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
		provider: p, base: base, auth: conn.Auth, wayOut: conn.Explain, record: conn.Record, renewal: &renewal{auth: conn.Auth}, agent: conn.UserAgent, secrets: conn.Secrets,
		retries: retries{max: max(conn.Retries, 0), longest: conn.Timeout, reset: p.Reset}, limit: maxBody, turns: free{}, witness: conn.Witness,
	}
	c.pauses.make = func(string) Turns { return free{} }
	if conn.Turns != nil {
		c.turns = conn.Turns(c.Origin(), rate)
		c.pauses.make = func(key string) Turns {
			if conn.Rate != nil && rate.PerSecond <= 0 { // no limit, and no pause of other processes, by somebody's own word
				return conn.Turns(c.Origin()+"\n"+key, rate)
			}
			return conn.Turns(c.Origin()+"\n"+key, unfelt)
		}
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

// Provider is what a client says of its service once: the same for every
// connection to it.
type Provider struct {
	Name      string      // "ixon": as in commands, errors and files
	Headers   http.Header // sent with every call
	Redirects Redirects
	Rate      Rate // the service's documented limit
	// Blocked explains a 429 that names no end, e.g. how long a block lasts.
	Blocked string
	// Reset reads from a 429 without Retry-After how long to wait, where the
	// service says so in a header of its own; 0 = it does not. nil = it never does.
	Reset func(http.Header) time.Duration
	// Limit says what a call counts against at the service: a pause after 429
	// stops the calls that share it. nil = every call from this address does.
	Limit func(*Request) Limit
	// Failure refines the error of an answer outside 2xx from the service's own
	// error body; the name of the call is set, and kind, status and message are set
	// from the status.
	Failure func(*Response, *Error)
	// Untouched reports of an answer 5xx to a write that it was refused before
	// anything was done. What it does not report leaves the outcome unknown. nil =
	// the contract knows of no such answer.
	Untouched func(*Response) bool
	// Foreign reports calls that take another credential than the one in use, such as
	// signing in: they cannot be made raw. path is as in a Request. nil = there are none.
	Foreign func(method, path string) bool
	// RequestID is the header in which answers carry the provider's id of the request;
	// "" = they do not.
	RequestID string
	// Elsewhere says, of a base URL, which other service it is likely to be; it
	// becomes the hint of errors when the service did not answer as it should.
	// "" = nothing looks wrong; nil = the provider cannot tell.
	Elsewhere func(base *url.URL) string
	// Unsigned says that calls need a credential and how one is had; "" = the
	// service answers without.
	Unsigned struct{ Message, Hint string }
	// Show lists what traces and errors may show; everything else is redacted.
	Show Allow
}

// Allow is a list of harmless names.
type Allow struct {
	Headers []string // canonical names
	Query   []string
	JSON    []string // keys whose values a trace shows
}

// Redirects says which redirects a service is allowed.
type Redirects int

// The redirect policies.
const (
	NoRedirects      Redirects = iota // any redirect is an error that names both places
	SameOriginRepeat                  // 301, 307, 308 repeated with method and body on the same scheme, host and port, at most 5
)

// Conn is one connection to a service: settings of the context and the global
// flags.
type Conn struct {
	BaseURL        string
	Auth           Auth          // nil = none
	Timeout        time.Duration // of one attempt, body included; 0 = none
	LongTimeout    time.Duration // the same for calls that are declared Long; 0 = none
	ConnectTimeout time.Duration // 0 = 10 s
	Retries        int           // further attempts of calls that are safe to repeat
	Rate           *Rate         // overrides the provider's; a zero Rate = no limit
	// Turns keeps the rate, and the pauses that the service asks for, at an origin
	// (scheme, host and port), or at one of its limits, whose key follows the
	// origin in a new line. nil = every call goes out at once.
	Turns      func(origin string, r Rate) Turns
	CACert     string // PEM file of further authorities
	ClientCert string // PEM file
	ClientKey  string // PEM file
	Insecure   bool   // do not verify the certificate
	AllowHTTP  bool   // plain http to other hosts than loopback
	UserAgent  string
	Trace      io.Writer    // nil = no trace
	Warn       func(string) // may be called while calls are under way; nil = no warnings
	Secrets    *Secrets     // masked wherever they would appear; nil = none known
	// Explain adds to an error what only the caller knows: the way out in its own
	// commands. It is given every error of a call once, complete. nil = nothing.
	Explain func(*Error)
	Witness Witness // nil = nobody watches
	// PageSize is how many rows a page of a list is to have, where the service has
	// pages; 0 = as many as is good for whole lists.
	PageSize int
	// Record is told of each write before it is sent, and what it gives of its end. A
	// write is not sent where it fails. nil = nothing keeps a record.
	Record func(context.Context, Write) (Over, error)
}

// headers sets the fixed headers, on the client's own origin only: Go forwards
// custom headers to any host that a redirect names.
type headers struct {
	client *Client
	next   http.RoundTripper
}

func (h headers) RoundTrip(r *http.Request) (*http.Response, error) {
	if sameOrigin(r.URL, h.client.base) {
		call := exchangeOf(r).call
		h.client.setHeaders(r.Header, call)
		if err := h.client.checkHeaders(r.Header, call); err != nil {
			return nil, err
		}
	}
	return h.next.RoundTrip(r)
}

func (c *Client) setHeaders(h http.Header, call *Request) {
	h.Set("User-Agent", c.agent)
	h.Set("Accept", "application/json")
	if call.Receive != nil {
		h.Set("Accept", "*/*")
		h.Set("Accept-Encoding", "identity") // as it lies there, with its length
	}
	for _, set := range []http.Header{c.provider.Headers, call.Header} {
		for name, values := range set {
			h[name] = values
		}
	}
	h.Del("Content-Type")
	switch {
	case call.Content != nil:
		h.Set("Content-Type", call.Content.Type)
		if call.Content.asksFirst() {
			h.Set("Expect", "100-continue")
		}
	case call.Body != nil:
		h.Set("Content-Type", call.contentType())
	}
}

// checkHeaders refuses what net/http would refuse with an error that looks
// like the network's.
func (c *Client) checkHeaders(h http.Header, call *Request) error {
	for name, values := range h {
		for _, value := range values {
			if !isHeaderValue(value) {
				return c.failure(call, &Error{
					Kind: BadInput, Message: "the value of the header " + name + " holds a line break or a control character",
				})
			}
		}
	}
	return nil
}

func isHeaderValue(value string) bool {
	for i := range len(value) {
		if b := value[i]; (b < ' ' && b != '\t') || b == 0x7f {
			return false
		}
	}
	return true
}

func (r *Request) contentType() string {
	if r.Type == "" {
		return "application/json"
	}
	return r.Type
}
