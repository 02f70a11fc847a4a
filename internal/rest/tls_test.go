package rest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serveAs is a TLS service with a certificate of our own.
func serveAs(t *testing.T, cert tls.Certificate, change func(*tls.Config)) *service {
	t.Helper()
	return start(t, answer(http.StatusOK, "{}"), func(s *httptest.Server) {
		s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
		if change != nil {
			change(s.TLS)
		}
		s.StartTLS()
	})
}

func TestUntrustedCertificates(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	rows := []struct {
		name, ca, message, hint string
		change                  func(*x509.Certificate)
	}{
		{"unknown authority", "", "unknown authority", "set ca_cert", nil},
		{"expired", ours.file, "expired", "new certificate", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }},
		{"other address", ours.file, "127.0.0.1", "ca_cert in the context does not help", func(c *x509.Certificate) {
			c.IPAddresses = []net.IP{net.IPv4(10, 0, 0, 1)}
		}},
		{"other name", ours.file, "127.0.0.1", "host name", func(c *x509.Certificate) {
			c.IPAddresses, c.DNSNames = nil, []string{"portal.example.com"}
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := serveAs(t, ours.issue(t, row.change), nil)
			c := connect(t, Provider{}, Conn{BaseURL: s.URL, CACert: row.ca, Retries: 2, Auth: Bearer("canary")})
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				err := write(t.Context(), c, method, false)
				e, ok := errors.AsType[*Error](err)
				if !ok || e.Kind != Failed || !strings.Contains(e.Message, row.message) || !strings.Contains(e.Hint, row.hint) {
					t.Errorf("%s: %v; hint %q", method, err, e.Hint)
				}
			}
			if s.count() != 0 {
				t.Errorf("%d requests", s.count())
			}
		})
	}
}

func TestTrustedCertificates(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	var warnings []string
	s := serveAs(t, ours.issue(t, nil), nil)
	old := serveAs(t, ours.issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }), nil)
	for name, conn := range map[string]Conn{
		"own authority": {BaseURL: s.URL, CACert: ours.file},
		"insecure":      {BaseURL: old.URL, Insecure: true, Warn: func(w string) { warnings = append(warnings, w) }},
	} {
		if _, err := fetch(t, connect(t, Provider{}, conn), "x"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(warnings) != 1 || !strings.Contains(warnings[0], "not verified") {
		t.Errorf("warnings %q", warnings)
	}
}

func TestClientCertificate(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	pool := x509.NewCertPool()
	pool.AddCert(ours.cert)
	s := serveAs(t, ours.issue(t, nil), func(c *tls.Config) { c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, pool })
	cert, key := files(t, ours.issue(t, nil))
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, CACert: ours.file, ClientCert: cert, ClientKey: key})
	if _, err := fetch(t, c, "x"); err != nil {
		t.Error(err)
	}
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL, CACert: ours.file}), "x"); err == nil || s.count() != 1 {
		t.Errorf("without a certificate: %d requests, %v", s.count(), err)
	}
}

func TestPlainHTTPWhereTLSWasDue(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	c := connect(t, Provider{}, Conn{BaseURL: strings.Replace(s.URL, "http:", "https:", 1), Retries: 2})
	err := write(t.Context(), c, http.MethodPost, false)
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Failed || !strings.Contains(e.Hint, "plain http") {
		t.Errorf("%v", err)
	}
}

func TestBadCertificateFiles(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	cert, _ := files(t, ours.issue(t, nil))
	_, key := files(t, ours.issue(t, nil))
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("canary"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, conn := range map[string]Conn{
		"no file": {CACert: filepath.Join(t.TempDir(), "none")}, "no PEM": {CACert: text},
		"no key": {ClientCert: cert}, "other key": {ClientCert: cert, ClientKey: key}, "key no PEM": {ClientCert: cert, ClientKey: text},
	} {
		conn.BaseURL = "https://portal.example.com"
		if _, err := New(Provider{Name: "test"}, conn); !Is(err, BadInput) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
