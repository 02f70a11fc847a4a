package rest

import (
	"io"
	"net/http"
	"net/url"
	"time"
)

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
	// Failure refines the error of an answer outside 2xx from the service's own
	// error body; the name of the call is set, and kind, status and message are set
	// from the status.
	Failure func(*Response, *Error)
	// Untouched reports of an answer 5xx to a write that it was refused before
	// anything was done. What it does not report leaves the outcome unknown. nil =
	// the contract knows of no such answer.
	Untouched func(*Response) bool
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
	// (scheme, host and port). nil = every call goes out at once.
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
}
