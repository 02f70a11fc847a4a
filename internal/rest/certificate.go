package rest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"
)

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
