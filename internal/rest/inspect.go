package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"sync"
	"time"
)

// Stage is a step on the way to a service.
type Stage string

// The stages, in their order.
const (
	StageDNS        Stage = "dns"
	StageConnection Stage = "connection" // to the service, or to the proxy and through it
	StageTLS        Stage = "tls"
	StageAnswer     Stage = "answer"
)

// Inspection is what can be learnt of the way to a service without a
// credential.
type Inspection struct {
	Host        string        // with its port, where the URL has one
	Proxy       string        // host:port of the proxy in use; "" = none
	Exempt      bool          // a proxy is set, and NO_PROXY or a loopback address passes it by
	Addresses   []string      // of the host; nil behind a proxy and for an address instead of a name
	Lookup      time.Duration // how long the addresses took
	Connect     time.Duration // how long the connection took
	TLSVersion  string        // "TLS 1.3"; "" for plain http
	Certificate *ServerCertificate
	Clock       bool          // the answer told the time
	Skew        time.Duration // how far this machine's clock is ahead of the service's, to half a second and half the call's duration
	Stopped     Stage         // where it failed; "" = an answer came
}

// Inspect goes the way to a service with the settings of conn, sends HEAD to
// its root once, without credential and retry, and reports what it met; each
// stage has the connection's timeout. The error is an *Error, and the
// Inspection then holds what was learnt before; a bad conn is of kind BadInput
// and leaves Stopped empty.
func Inspect(ctx context.Context, conn Conn) (Inspection, error) {
	return inspect(ctx, conn, http.ProxyFromEnvironment)
}

func inspect(ctx context.Context, conn Conn, proxy func(*http.Request) (*url.URL, error)) (Inspection, error) {
	conn.Warn, conn.Trace, conn.Auth = nil, nil, nil
	client, err := New(Provider{}, conn)
	if err != nil {
		return Inspection{}, err
	}
	transport, err := newTransport("", conn)
	if err != nil {
		return Inspection{}, err
	}
	defer transport.CloseIdleConnections()
	transport.Proxy = readableProxy(proxy)
	w := &journey{client: client, transport: transport, limit: conn.connectTimeout(), found: Inspection{Host: client.base.Host}}
	if err := w.walk(ctx); err != nil {
		w.found.Stopped = w.stopped(err)
		message, hint := client.explain(err)
		return w.found, &Error{Kind: Temporary, Message: message, Hint: hint, Err: err}
	}
	return w.found, nil
}

// journey is an inspection that is being made.
type journey struct {
	client    *Client
	transport *http.Transport
	limit     time.Duration // of each stage
	found     Inspection
	met       met
}

func (w *journey) walk(ctx context.Context) error {
	base := w.client.base
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, base.Scheme+"://"+base.Host+"/", http.NoBody)
	if err != nil {
		return err
	}
	r.Header.Set("User-Agent", w.client.agent)
	_, proxied := proxyVariable(base.Scheme)
	proxy, err := w.transport.Proxy(r)
	if err != nil {
		return err
	}
	if proxy != nil {
		w.found.Proxy = proxy.Host
	} else if w.found.Exempt = proxied != ""; !isAddress(base.Hostname()) {
		if err := w.lookup(ctx, base.Hostname()); err != nil {
			return err
		}
	}
	return w.ask(r)
}

func (w *journey) lookup(ctx context.Context, host string) error {
	ctx, cancel := context.WithTimeout(ctx, w.limit)
	defer cancel()
	start := time.Now()
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	w.found.Lookup = time.Since(start)
	for _, address := range addresses {
		w.found.Addresses = append(w.found.Addresses, address.Unmap().String())
	}
	return err
}

// ask sends the request; the dialer and the handshake have limits of their own.
func (w *journey) ask(r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 3*w.limit)
	defer cancel()
	w.transport.ResponseHeaderTimeout = w.limit
	answer, err := w.transport.RoundTrip(r.WithContext(httptrace.WithClientTrace(ctx, w.met.hooks())))
	end := time.Now()
	m := w.met.seen()
	if !m.connected.IsZero() {
		w.found.Connect = m.connected.Sub(m.dialled)
	}
	w.found.Certificate = w.certificate(m.state, err)
	if m.state.HandshakeComplete {
		w.found.TLSVersion = tls.VersionName(m.state.Version)
	}
	if err != nil {
		return err
	}
	drain(answer.Body)
	if date, unreadable := http.ParseTime(answer.Header.Get("Date")); unreadable == nil {
		middle := end.Add(-end.Sub(m.wrote) / 2)
		w.found.Clock, w.found.Skew = true, middle.Sub(date.Add(time.Second/2)) // a Date is cut to its second
	}
	return nil
}

// stopped is the stage that err belongs to.
func (w *journey) stopped(err error) Stage {
	var dns *net.DNSError
	m := w.met.seen()
	switch secured := w.client.base.Scheme == "https"; {
	case w.found.Proxy == "" && errors.As(err, &dns):
		return StageDNS
	case m.connected.IsZero(), isUnreachableProxy(err):
		return StageConnection
	case isCertificate(err), isHandshake(err), secured && !m.state.HandshakeComplete:
		return StageTLS
	}
	return StageAnswer
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// met is when the stages of a request were reached; hooks may run after it has
// failed.
type met struct {
	mu   sync.Mutex
	when milestones
}

type milestones struct {
	dialled, connected, wrote time.Time
	state                     tls.ConnectionState
}

func (m *met) seen() milestones {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.when
}

func (m *met) note(f func(*milestones)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f(&m.when)
}

func (m *met) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		ConnectStart: func(_, _ string) {
			m.note(func(w *milestones) {
				if w.dialled.IsZero() { // a name has several addresses
					w.dialled = time.Now()
				}
			})
		},
		ConnectDone: func(_, _ string, err error) {
			m.note(func(w *milestones) {
				if err == nil && w.connected.IsZero() {
					w.connected = time.Now()
				}
			})
		},
		TLSHandshakeDone: func(state tls.ConnectionState, _ error) { // the last one is the service's: a proxy may have one too
			m.note(func(w *milestones) { w.state = state })
		},
		WroteRequest: func(httptrace.WroteRequestInfo) { m.note(func(w *milestones) { w.wrote = time.Now() }) },
	}
}

// ServerCertificate is the certificate that a service showed. Its texts are of
// one line and fit for a terminal.
type ServerCertificate struct {
	Subject, Issuer string
	Names           []string // host names and addresses it is made out to
	NotAfter        time.Time
	ChainEnd        time.Time // when it, or the first of the authorities above it, ends
	SelfSigned      bool      // by its own key
	Distrust        string    // why it would be refused if Conn.Insecure did not accept it; "" = it would not
}

// certificate is what the handshake showed; nil = nothing. One that was refused
// stands in the error.
func (w *journey) certificate(state tls.ConnectionState, err error) *ServerCertificate {
	shown := state.PeerCertificates
	var refused *tls.CertificateVerificationError
	if errors.As(err, &refused) {
		shown = refused.UnverifiedCertificates
	}
	if len(shown) == 0 {
		return nil
	}
	leaf := shown[0]
	c := &ServerCertificate{
		Subject: Line(leaf.Subject.String()), Issuer: Line(leaf.Issuer.String()), NotAfter: leaf.NotAfter,
		ChainEnd: chainEnd(leaf, state.VerifiedChains), SelfSigned: bytes.Equal(leaf.RawIssuer, leaf.RawSubject),
	}
	for _, name := range leaf.DNSNames {
		c.Names = append(c.Names, Line(name))
	}
	for _, address := range leaf.IPAddresses {
		c.Names = append(c.Names, address.String())
	}
	if config := w.transport.TLSClientConfig; config.InsecureSkipVerify {
		c.Distrust = distrust(shown, x509.VerifyOptions{Roots: config.RootCAs, DNSName: w.client.base.Hostname()})
	}
	return c
}

// chainEnd is the end of the chain that lasts longest.
func chainEnd(leaf *x509.Certificate, chains [][]*x509.Certificate) time.Time {
	var longest time.Time
	for _, chain := range chains {
		end := leaf.NotAfter
		for _, c := range chain {
			if c.NotAfter.Before(end) {
				end = c.NotAfter
			}
		}
		if end.After(longest) {
			longest = end
		}
	}
	if longest.IsZero() {
		return leaf.NotAfter
	}
	return longest
}

func distrust(shown []*x509.Certificate, options x509.VerifyOptions) string {
	options.Intermediates = x509.NewCertPool()
	for _, c := range shown[1:] {
		options.Intermediates.AddCert(c)
	}
	if _, err := shown[0].Verify(options); err != nil {
		return Line(rootCause(err))
	}
	return ""
}
