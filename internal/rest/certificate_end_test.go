package rest

import (
	"crypto/x509"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

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
