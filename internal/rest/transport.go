package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxConns is how many connections one client opens at most: more than any
// command has workers, and bounded, because a burst of first requests would
// otherwise dial one each.
const maxConns = 24

// newTransport is the process's one transport for a service.
func newTransport(provider string, conn Conn) (*http.Transport, error) {
	tls, err := tlsConfig(provider, conn)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: conn.connectTimeout(), KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  readableProxy(http.ProxyFromEnvironment),
		OnProxyConnectResponse: refusedTunnel,
		DialContext:            patiently(dialer),
		TLSClientConfig:        tls,
		TLSHandshakeTimeout:    conn.connectTimeout(),
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           maxConns,
		MaxIdleConnsPerHost:    maxConns,
		MaxConnsPerHost:        maxConns,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		ReadBufferSize:         16 << 10,
		MaxResponseHeaderBytes: maxHeader,
	}, nil
}

// answerGrace is how long a failed write is held back.
const answerGrace = 100 * time.Millisecond

// patientConn holds a failed write back for a moment. A proxy that refuses an
// upload answers and closes; net/http takes the write that fails then for the
// end of the call, and the answer, which lies in the receive buffer already,
// would be lost.
type patientConn struct{ net.Conn }

// patiently wraps what a dialer opens.
func patiently(dialer *net.Dialer) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return patientConn{conn}, nil
	}
}

func (c patientConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err != nil && isReset(err) {
		time.Sleep(answerGrace)
	}
	return n, err
}

// ReadFrom has net/http send streamed bodies in larger pieces than 32 KiB.
func (c patientConn) ReadFrom(r io.Reader) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{c}, r, make([]byte, pieceSize))
}

// proxyError is a proxy that cannot be used. Its text never holds the proxy's
// URL: that often carries a password.
type proxyError struct {
	status  int // of the proxy's answer to CONNECT, 0 = the variable is unreadable
	message string
}

func (e *proxyError) Error() string { return e.message }

// permanent reports whether the proxy would say the same again.
func (e *proxyError) permanent() bool { return e.status < 500 }

// refusedTunnel is what a proxy answers to CONNECT in place of 200.
func refusedTunnel(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	words := "HTTP " + strconv.Itoa(answer.StatusCode) + " " + http.StatusText(answer.StatusCode)
	return &proxyError{status: answer.StatusCode, message: words}
}

// tlsConfig verifies the server always, against the system's authorities and
// the context's own; Insecure turns that off and warns every time.
func tlsConfig(provider string, conn Conn) (*tls.Config, error) {
	bad := func(message, hint string, err error) (*tls.Config, error) {
		return nil, &Error{Kind: BadInput, Provider: provider, Message: message, Hint: hint, Err: err}
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, VerifyConnection: watchEnd(conn)}
	if conn.CACert != "" {
		pem, err := readPEM(conn.CACert)
		if err != nil {
			return bad("ca_cert cannot be read: "+err.Error(), "", err)
		}
		if config.RootCAs, err = x509.SystemCertPool(); err != nil {
			config.RootCAs = x509.NewCertPool()
		}
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return bad("ca_cert "+conn.CACert+" holds no certificate in PEM form", "convert it with openssl x509 -outform pem", nil)
		}
	}
	if (conn.ClientCert == "") != (conn.ClientKey == "") {
		return bad("client_cert and client_key go together", "give both or neither", nil)
	}
	if conn.ClientCert != "" {
		pair, err := ClientPair(conn)
		if err != nil {
			return bad("the client certificate cannot be used: "+err.Error(), "", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	if conn.Insecure {
		config.InsecureSkipVerify = true //nolint:gosec // explicit, and warned of below
		if conn.Warn != nil {
			conn.Warn(provider + ": the server's certificate is not verified (--insecure)")
		}
	}
	return config, nil
}

// ClientPair reads the client certificate of a connection and its key.
func ClientPair(conn Conn) (tls.Certificate, error) {
	certificate, err := readPEM(conn.ClientCert)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := readPEM(conn.ClientKey)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(certificate, key)
}

// readPEM reads a file of certificates or keys as editors leave it: with a byte
// order mark, behind which the first block would not be seen, or in UTF-16.
func readPEM(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text, _, err = transform.Bytes(unicode.BOMOverride(transform.Nop), text)
	return text, err
}

// nearEnd is how long before its end a certificate is worth a warning: time
// enough to have it renewed.
const nearEnd = 30 * 24 * time.Hour

// watchEnd warns once when the certificate of the service is about to end. It
// is a VerifyConnection hook: it sees the certificate after it was verified.
func watchEnd(conn Conn) func(tls.ConnectionState) error {
	var once sync.Once
	return func(state tls.ConnectionState) error {
		if conn.Warn == nil || len(state.PeerCertificates) == 0 {
			return nil
		}
		end := state.PeerCertificates[0].NotAfter
		left := time.Until(end)
		if left <= 0 || left >= nearEnd { // ended: refused already, or --insecure accepts it
			return nil
		}
		once.Do(func() {
			conn.Warn(fmt.Sprintf("the certificate of %s ends in %s (%s): have it renewed",
				certificateHost(conn, state), days(left), end.UTC().Format(time.DateOnly)))
		})
		return nil
	}
}

// certificateHost is whose certificate it is: a proxy reached over https has
// one too.
func certificateHost(conn Conn, state tls.ConnectionState) string {
	base, err := url.Parse(conn.BaseURL)
	if err != nil || (state.ServerName != "" && state.ServerName != base.Hostname()) {
		return state.ServerName
	}
	return base.Host
}

func days(left time.Duration) string {
	switch n := int(left / (24 * time.Hour)); n {
	case 0:
		return "less than a day"
	case 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", n)
	}
}

func isCertificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid)
}

func certificateHint(err error) string {
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &host) && nameless(host.Certificate):
		return "make the certificate again with a subject alternative name for this host (Intrexx: createcertificate.sh -i --san " +
			subjectAlternative(host.Host) + ")"
	case errors.As(err, &host):
		return "use the host name that the certificate is made out to; ca_cert in the context does not help against another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the service needs a new certificate; check this machine's clock too"
	}
	return "for a private authority or a self-signed certificate set ca_cert in the context, or --ca-cert FILE"
}

// nameless reports a certificate that names hosts in its common name alone, or
// none at all: Go accepts it for no host.
func nameless(c *x509.Certificate) bool {
	return c != nil && len(c.DNSNames) == 0 && len(c.IPAddresses) == 0 && len(c.URIs) == 0 && len(c.EmailAddresses) == 0
}

func subjectAlternative(host string) string {
	if net.ParseIP(host) != nil {
		return "ip:" + host
	}
	return "dns:" + host
}

const maxRedirects = 5

// keepRedirect leaves every redirect to the redirect middleware: Go would turn
// a redirected POST into a GET, and resty's policies send the credential to
// other ports and in clear (see the trap tests).
func keepRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

type redirect struct {
	client *Client
	next   http.RoundTripper
}

func (d redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	for hop := 0; ; hop++ {
		answer, err := d.next.RoundTrip(r)
		if err != nil || !isRedirect(answer.StatusCode) {
			return answer, err
		}
		drain(answer.Body)
		target, err := r.URL.Parse(answer.Header.Get("Location"))
		if err != nil || answer.Header.Get("Location") == "" {
			return nil, &RedirectError{Status: answer.StatusCode, From: d.place(r.URL), Why: "it names no usable Location"}
		}
		if why := d.refuse(r, target, answer.StatusCode, hop); why != "" {
			return nil, &RedirectError{Status: answer.StatusCode, From: d.place(r.URL), To: d.place(target), Why: why}
		}
		if r, err = again(r, target); err != nil {
			return nil, err
		}
	}
}

// place is an address without its query, which says nothing of where it leads.
func (d redirect) place(u *url.URL) string {
	bare := *u
	bare.RawQuery, bare.ForceQuery, bare.Fragment = "", false, ""
	return d.client.shownURL(&bare)
}

// refuse says why a redirect is not followed; "" = follow it.
func (d redirect) refuse(r *http.Request, target *url.URL, status, hop int) string {
	switch {
	case d.client.provider.Redirects == NoRedirects:
		return "this service does not redirect"
	case !sameOrigin(r.URL, target):
		return "the credential stays with its scheme, host and port"
	case hop >= maxRedirects:
		return fmt.Sprintf("more than %d redirects", maxRedirects)
	case exchangeOf(r).call.write() && (status == http.StatusFound || status == http.StatusSeeOther):
		return "it would turn the change into a read"
	}
	return ""
}

// again is r sent to target with the same method and body.
func again(r *http.Request, target *url.URL) (*http.Request, error) {
	clone, err := rewound(r)
	if err != nil {
		return nil, err
	}
	clone.URL, clone.Host = target, ""
	return clone, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// RedirectError is a redirect that was not followed; it names both places.
type RedirectError struct {
	Status        int
	From, To, Why string
}

func (e *RedirectError) Error() string {
	if e.To == "" {
		return fmt.Sprintf("%s answered with a redirect: %s", e.From, e.Why)
	}
	return fmt.Sprintf("%s redirects to %s: not followed, %s", e.From, e.To, e.Why)
}
