package rest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// authority issues certificates for tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // its certificate as PEM
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return authority{cert, key, pemFile(t, "CERTIFICATE", der)}
}

// issue makes a certificate for 127.0.0.1 and whatever change does to it.
func (a authority) issue(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	return certificate(t, change, func(*ecdsa.PrivateKey, *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
		return a.cert, a.key
	})
}

// selfSigned is the same without an authority, and its file as PEM.
func selfSigned(t *testing.T, change func(*x509.Certificate)) (pair tls.Certificate, file string) {
	t.Helper()
	pair = certificate(t, change, func(key *ecdsa.PrivateKey, template *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
		return template, key
	})
	return pair, pemFile(t, "CERTIFICATE", pair.Certificate[0])
}

// certificate makes one for 127.0.0.1, signed by whom signer names.
func certificate(t *testing.T, change func(*x509.Certificate),
	signer func(*ecdsa.PrivateKey, *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey),
) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		NotBefore:   time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	if change != nil {
		change(template)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parent, signing := signer(key, template)
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signing)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// files writes a certificate and its key.
func files(t *testing.T, pair tls.Certificate) (cert, key string) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return pemFile(t, "CERTIFICATE", pair.Certificate[0]), pemFile(t, "PRIVATE KEY", der)
}

func pemFile(t testing.TB, kind string, der []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file.pem")
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// authorityOf is a ca_cert file for a service of serveTLS.
func authorityOf(t testing.TB, s *service) string {
	t.Helper()
	return pemFile(t, "CERTIFICATE", s.Certificate().Raw)
}

func TestACertificateNearItsEndIsWarnedOfOnce(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	for _, row := range []struct {
		left     time.Duration
		insecure bool
		want     string
	}{
		{12*24*time.Hour + time.Hour, false, " ends in 12 days ("}, {25 * time.Hour, false, " ends in 1 day ("},
		{time.Hour, false, " ends in less than a day ("}, {29 * 24 * time.Hour, true, " ends in 28 days ("},
		{31 * 24 * time.Hour, false, ""}, {-time.Hour, true, ""},
	} {
		end := time.Now().Add(row.left)
		s := serveAs(t, ours.issue(t, func(c *x509.Certificate) { c.NotAfter = end }), nil)
		s.Config.SetKeepAlivesEnabled(false) // a handshake for each call
		var mu sync.Mutex
		var warnings []string
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, CACert: ours.file, Insecure: row.insecure, Warn: func(text string) {
			mu.Lock()
			defer mu.Unlock()
			if !strings.Contains(text, "not verified") {
				warnings = append(warnings, text)
			}
		}})
		parallel(4, func() {
			if _, err := fetch(t, c, "x"); err != nil {
				t.Error(err)
			}
		})
		text := strings.Join(warnings, "\n")
		if row.want == "" {
			if text != "" {
				t.Errorf("%s left: %q", row.left, text)
			}
			continue
		}
		want := "the certificate of " + s.Listener.Addr().String() + row.want + end.UTC().Format(time.DateOnly) + "): have it renewed"
		if text != want {
			t.Errorf("%q, not %q", text, want)
		}
	}
}

// What Intrexx makes for itself: signed by its own key, and no authority.
func TestASelfSignedCertificateCanBeTrusted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*x509.Certificate){"for this address": nil, "without a subject alternative name": nameOnly} {
		pair, file := selfSigned(t, change)
		s := serveAs(t, pair, nil)
		_, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL, CACert: file}), "x")
		if change == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		e, _ := errors.AsType[*Error](err)
		if change != nil && (e == nil || e.Kind != Failed || !strings.Contains(e.Hint, "createcertificate.sh -i --san ip:127.0.0.1")) {
			t.Errorf("%s: %v", name, err)
		}
		_, err = fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x")
		if e, ok := errors.AsType[*Error](err); change == nil && (!ok || !strings.Contains(e.Hint, "self-signed certificate set ca_cert in the context, or --ca-cert FILE")) {
			t.Errorf("%s, not trusted: %v", name, err)
		}
	}
}

// The common name is the host's, and nothing else is: Go's message then speaks
// of a legacy field.
func TestACertificateWithACommonNameAlone(t *testing.T) {
	t.Parallel()
	pair, file := selfSigned(t, func(c *x509.Certificate) {
		nameOnly(c)
		c.Subject.CommonName = "localhost"
	})
	s := serveAs(t, pair, nil)
	url := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	_, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: url, CACert: file}), "x")
	e, ok := errors.AsType[*Error](err)
	if !ok || !strings.Contains(e.Message, "legacy Common Name") || !strings.Contains(e.Hint, "--san dns:localhost") {
		t.Errorf("%v; hint %q", err, e.Hint)
	}
}

func nameOnly(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, nil }
