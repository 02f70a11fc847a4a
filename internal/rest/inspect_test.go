package rest

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func direct(*http.Request) (*url.URL, error) { return nil, nil }

func TestInspectionOfASoundService(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	s := serveAs(t, ours.issue(t, func(c *x509.Certificate) {
		c.DNSNames, c.NotAfter = []string{"localhost", "portal\x1b[31m.example.com"}, time.Now().Add(48*time.Hour)
	}), nil)
	base := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	found, err := inspect(t.Context(), Conn{BaseURL: base + "/api", CACert: ours.file, Auth: Bearer("canary"), UserAgent: "unictl/test"}, direct)
	if err != nil || found.Stopped != "" || found.TLSVersion != "TLS 1.3" || found.Proxy != "" || len(found.Addresses) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	if !found.Clock || found.Skew.Abs() > time.Minute || found.Lookup <= 0 || found.Connect <= 0 {
		t.Errorf("times: %+v", found)
	}
	c := found.Certificate
	if c.Issuer != "CN=test authority" || c.SelfSigned || strings.Join(c.Names, " ") != "localhost portal[31m.example.com 127.0.0.1" || c.Distrust != "" {
		t.Errorf("certificate: %+v", c)
	}
	if left := time.Until(c.ChainEnd); left > time.Hour || time.Until(c.NotAfter) < 47*time.Hour {
		t.Errorf("the authority ends in an hour; chain %s, certificate %s", c.ChainEnd, c.NotAfter)
	}
	asked := s.requests()
	if len(asked) != 1 || asked[0].Method != http.MethodHead || asked[0].Target != "/" || asked[0].Header.Get("Authorization") != "" {
		t.Errorf("asked %+v", asked)
	}
}

func TestInspectionStops(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	closed := serve(t, never)
	closed.Close()
	other := serveAs(t, ours.issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"other.example.com"} }), nil)
	ended := serveAs(t, ours.issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }), nil)
	self, _ := selfSigned(t, nil)
	plain := serve(t, answer(200, "{}"))
	for name, row := range map[string]struct {
		conn          Conn
		stage         Stage
		message, hint string
	}{
		"no such name": {Conn{BaseURL: "https://no-such-host.invalid"}, StageDNS, "no-such-host.invalid", ""},
		"closed port":  {Conn{BaseURL: closed.URL}, StageConnection, "refused the connection", "is the port right"},
		"other name":   {Conn{BaseURL: other.URL, CACert: ours.file}, StageTLS, "is not trusted", "host name"},
		"ended":        {Conn{BaseURL: ended.URL, CACert: ours.file}, StageTLS, "expired", "new certificate"},
		"self-signed":  {Conn{BaseURL: serveAs(t, self, nil).URL}, StageTLS, "is not trusted", "ca_cert"},
		"plain http":   {Conn{BaseURL: strings.Replace(plain.URL, "http:", "https:", 1)}, StageTLS, "cannot agree on TLS", "plain http"},
		"no handshake": {Conn{BaseURL: "https://" + mute(t), ConnectTimeout: 200 * time.Millisecond}, StageTLS, "no answer", ""},
		"no answer":    {Conn{BaseURL: serve(t, never).URL, ConnectTimeout: 200 * time.Millisecond}, StageAnswer, "no answer", ""},
		"cut":          {Conn{BaseURL: serve(t, reset).URL}, StageAnswer, "closed the connection", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := inspect(t.Context(), row.conn, direct)
			e, ok := errors.AsType[*Error](err)
			if !ok || found.Stopped != row.stage || !strings.Contains(e.Message, row.message) || !strings.Contains(e.Hint, row.hint) {
				t.Fatalf("%+v, %v; hint %q", found, err, e.Hint)
			}
			shown := name == "other name" || name == "ended" || name == "self-signed"
			if shown != (found.Certificate != nil) || shown && found.Certificate.SelfSigned != (name == "self-signed") {
				t.Errorf("certificate %+v", found.Certificate)
			}
		})
	}
}

// mute accepts connections and never says a word.
func mute(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

func TestInspectionSaysWhatInsecureAccepts(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	ended := serveAs(t, ours.issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Hour) }), nil)
	for base, want := range map[string]string{ended.URL: "expired", serveAs(t, ours.issue(t, nil), nil).URL: ""} {
		found, err := inspect(t.Context(), Conn{BaseURL: base, CACert: ours.file, Insecure: true, Warn: func(w string) { t.Error(w) }}, direct)
		if err != nil || found.Certificate == nil || (want == "") != (found.Certificate.Distrust == "") || !strings.Contains(found.Certificate.Distrust, want) {
			t.Errorf("%q: %+v, %v", want, found.Certificate, err)
		}
	}
}

func TestInspectionComparesClocks(t *testing.T) {
	t.Parallel()
	for behind, want := range map[time.Duration]time.Duration{0: 0, 10 * time.Minute: 10 * time.Minute, -time.Hour: -time.Hour} {
		date := func() string { return time.Now().Add(-behind).UTC().Format(http.TimeFormat) }
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Date", date()) })
		found, err := inspect(t.Context(), Conn{BaseURL: s.URL}, direct)
		if err != nil || !found.Clock || (found.Skew-want).Abs() > time.Minute {
			t.Errorf("%s: %+v, %v", behind, found, err)
		}
	}
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header()["Date"] = nil })
	if found, err := inspect(t.Context(), Conn{BaseURL: s.URL}, direct); err != nil || found.Clock {
		t.Errorf("without a Date: %+v, %v", found, err)
	}
}

func TestInspectionThroughAProxy(t *testing.T) {
	t.Parallel()
	ours := newAuthority(t)
	s := serveAs(t, ours.issue(t, func(c *x509.Certificate) { c.DNSNames = []string{"portal.invalid"} }), nil)
	for name, row := range map[string]struct {
		proxy *httptest.Server
		stage Stage
		words string
	}{
		"tunnel":   {serve(t, tunnel(s.Listener.Addr().String())).Server, "", ""},
		"refusing": {serve(t, answer(407, "")).Server, StageConnection, "the proxy on the way"},
		"closed":   {httptest.NewUnstartedServer(nil), StageConnection, "the proxy on the way"},
	} {
		address := row.proxy.Listener.Addr().String()
		if name == "closed" {
			_ = row.proxy.Listener.Close()
		}
		via := func(*http.Request) (*url.URL, error) { return url.Parse("http://ada:canary@" + address) }
		found, err := inspect(t.Context(), Conn{BaseURL: "https://portal.invalid", CACert: ours.file}, via)
		if found.Proxy != address || found.Addresses != nil || found.Stopped != row.stage || (err == nil) != (row.stage == "") {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		if err != nil && (!strings.Contains(err.Error(), row.words) || strings.Contains(err.Error(), "canary")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	unreadable := func(*http.Request) (*url.URL, error) { return nil, errors.New("http://ada:canary@%zz") }
	found, err := inspect(t.Context(), Conn{BaseURL: s.URL}, unreadable)
	if found.Stopped != StageConnection || err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("unreadable: %+v, %v", found, err)
	}
}

// tunnel answers CONNECT by a connection to one address, whatever was asked for.
func tunnel(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		there, err := net.Dial("tcp", to)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		here, read, err := http.NewResponseController(w).Hijack()
		if err != nil {
			_ = there.Close()
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() {
			_, _ = io.Copy(there, read)
			_ = there.Close()
		}()
		_, _ = io.Copy(here, there)
		_ = here.Close()
	}
}

func TestInspectionOfABadConnection(t *testing.T) {
	t.Parallel()
	for _, conn := range []Conn{{BaseURL: "ftp://portal.example.com"}, {BaseURL: "https://portal.example.com", CACert: "no-such.pem"}} {
		if found, err := Inspect(t.Context(), conn); !Is(err, BadInput) || found.Stopped != "" {
			t.Errorf("%+v, %v", found, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Inspect(ctx, Conn{BaseURL: serve(t, never).URL}); err == nil {
		t.Error("an inspection that was interrupted has no error")
	}
}
