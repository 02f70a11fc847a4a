package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestNetworkFailuresNameTheHostAndTheWayOut(t *testing.T) {
	t.Parallel()
	closed := serve(t, never)
	closed.Close()
	silent := serve(t, never)
	for name, row := range map[string]struct {
		conn          Conn
		message, hint string
	}{
		"unknown host": {Conn{BaseURL: "https://no-such-host.invalid"}, "no-such-host.invalid", "DNS"},
		"refused":      {Conn{BaseURL: closed.URL}, closed.Listener.Addr().String() + " refused the connection", "port"},
		"silent":       {Conn{BaseURL: silent.URL, Timeout: 100 * time.Millisecond}, "no answer from " + silent.Listener.Addr().String(), "--timeout"},
		"reset":        {Conn{BaseURL: serve(t, reset).URL}, "closed the connection", "try again"},
		"cut":          {Conn{BaseURL: serve(t, cut).URL}, "cut short (HTTP 200)", "try again"},
		"no answer":    {Conn{BaseURL: serve(t, func(w http.ResponseWriter, _ *http.Request) { raw(w, "") }).URL}, "closed the connection", "try again"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := fetch(t, connect(t, Provider{}, row.conn), "x", Param{"q", "canary"})
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Kind != Temporary {
				t.Fatalf("%v", err)
			}
			if name != "unknown host" && (!strings.Contains(e.Error(), row.message) || !strings.Contains(e.Hint, row.hint)) {
				t.Errorf("%v; hint %q", err, e.Hint)
			}
			for cause := error(e); cause != nil; cause = errors.Unwrap(cause) {
				if strings.Contains(cause.Error(), "canary") {
					t.Errorf("repeats the query: %v", cause)
				}
			}
		})
	}
}

// dribble sends the beginning of a body, tells, and waits.
func dribble(started chan<- struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"a":`)
		_ = http.NewResponseController(w).Flush()
		started <- struct{}{}
		<-r.Context().Done()
	}
}

func TestCancellingInTheMiddleOfABody(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		started := make(chan struct{}, 1)
		s := serve(t, dribble(started))
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-started
			cancel()
		}()
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, Timeout: time.Minute, Retries: 3})
		err := write(ctx, c, method, false)
		if !errors.Is(err, context.Canceled) || s.count() != 1 {
			t.Errorf("%s: %d requests, %v", method, s.count(), err)
		}
		if method == http.MethodPost != Is(err, Unknown) {
			t.Errorf("%s: %v", method, err)
		}
		if method == http.MethodGet && err != context.Canceled {
			t.Errorf("not the context's own error: %v", err)
		}
	}
}

func TestCancellingDuringBackOff(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			time.AfterFunc(300*time.Millisecond, cancel)
			answer(429, "", "Retry-After", "240")(w, r)
		})
		start := time.Now()
		err := write(ctx, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 3, Timeout: 5 * time.Minute}), method, false)
		if err != context.Canceled || time.Since(start) > 2*time.Minute || s.count() != 1 {
			t.Errorf("%s: %v after %s, %d requests", method, err, time.Since(start), s.count())
		}
	}
}

func TestTheTimeoutIsOfOneAttempt(t *testing.T) {
	t.Parallel()
	var s *service
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if s.count() == 1 {
			never(w, r)
			return
		}
		answer(200, "{}")(w, r)
	})
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Timeout: time.Second, Retries: 1})
	if _, err := fetch(t, c, "x"); err != nil || s.count() != 2 {
		t.Errorf("%d requests, %v", s.count(), err)
	}
}

func TestRequestsThatCannotBeMade(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "{}"))
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 3})
	for name, r := range map[string]Request{
		"method": {Method: "NO SUCH", Path: "x"},
		"path":   {Method: http.MethodGet, Path: "%zz"},
		"header": {Method: http.MethodGet, Path: "x", Header: http.Header{"Api-Branding": {"a\nb"}}},
	} {
		if _, err := NewCall(c, r, Ignore).Do(t.Context()); !Is(err, BadInput) || s.count() != 0 {
			t.Errorf("%s: %d requests, %v", name, s.count(), err)
		}
	}
}

func TestTheProxysURLIsNeverShown(t *testing.T) {
	t.Parallel()
	find := readableProxy(func(*http.Request) (*url.URL, error) {
		return nil, errors.New(`invalid proxy address "http://user:canary%zz@proxy"`)
	})
	c := connect(t, Provider{}, Conn{BaseURL: "https://portal.example.com", Retries: 3})
	c.resty.GetClient().Transport = attempt{client: c, next: sentMark{&http.Transport{Proxy: find}}}
	_, err := fetch(t, c, "x")
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != BadInput || strings.Contains(e.Error(), "canary") || !strings.Contains(e.Hint, "HTTPS_PROXY") {
		t.Errorf("%v", err)
	}
}

func TestAProxyThatRefusesTheTunnel(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]outcome{407: {1, Credential}, 403: {1, Credential}, 503: {2, Temporary}} {
		proxy := serve(t, answer(status, ""))
		at, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		c := connect(t, Provider{}, Conn{BaseURL: "https://portal.example.com", Retries: 1})
		transport, err := newTransport("test", Conn{})
		if err != nil {
			t.Fatal(err)
		}
		transport.Proxy = http.ProxyURL(at)
		c.resty.GetClient().Transport = attempt{client: c, next: sentMark{transport}}
		err = write(t.Context(), c, http.MethodPost, false)
		if got := (outcome{proxy.count(), KindOf(err)}); got != want || !strings.Contains(err.Error(), "the proxy") {
			t.Errorf("%d: %+v, %v", status, got, err)
		}
	}
}
