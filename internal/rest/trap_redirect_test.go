package rest

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"
)

// leaky is resty with a credential and a custom header.
func leaky(s *service, policies ...any) *resty.Client {
	r := plainResty(s).SetAuthToken("canary").SetHeader("Api-Application", "canary")
	if len(policies) > 0 {
		r.SetRedirectPolicy(policies...)
	}
	return r
}

// guarded is ours with the same.
func guarded(t *testing.T, s *service, conn Conn) *Client {
	p := follow()
	p.Headers = http.Header{"Api-Application": {"canary"}}
	conn.BaseURL, conn.Auth = s.URL, Bearer("canary")
	return connect(t, p, conn)
}

func TestTrapCustomHeadersGoToAnotherHost(t *testing.T) {
	t.Parallel()
	elsewhere := serve(t, answer(200, "{}"))
	away := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)
	s := serve(t, moves(302, away+"/end"))
	if _, err := leaky(s).R().Get("/start"); err != nil {
		t.Fatal(err)
	}
	got := elsewhere.requests()
	if len(got) != 1 || got[0].Header.Get("Api-Application") != "canary" || got[0].Header.Get("Authorization") != "" {
		t.Errorf("resty sent %+v: is the trap gone?", got)
	}
	if _, err := fetch(t, guarded(t, s, Conn{}), "start"); !Is(err, Failed) || elsewhere.count() != 1 {
		t.Errorf("ours: %d requests elsewhere, %v", elsewhere.count(), err)
	}
}

func TestTrapTheCredentialGoesToAnotherPortAndInClear(t *testing.T) {
	t.Parallel()
	for name, policies := range map[string][]any{
		"no policy": nil, "flexible": {resty.FlexibleRedirectPolicy(5)},
		"domain check": {resty.DomainCheckRedirectPolicy("127.0.0.1")},
	} {
		elsewhere := serve(t, answer(200, "{}"))
		secure := serveTLS(t, moves(307, elsewhere.URL+"/end"))
		if _, err := leaky(secure, policies...).R().Get("/start"); err != nil {
			t.Fatal(err)
		}
		if got := elsewhere.requests(); len(got) != 1 || got[0].Header.Get("Authorization") != "Bearer canary" {
			t.Errorf("%s: resty sent %+v: is the trap gone?", name, got)
		}
		_, err := fetch(t, guarded(t, secure, Conn{CACert: authorityOf(t, secure)}), "start")
		if !Is(err, Failed) || elsewhere.count() != 1 {
			t.Errorf("%s: ours: %d requests elsewhere, %v", name, elsewhere.count(), err)
		}
	}
}

func TestTrapRedirectsWithoutEnd(t *testing.T) {
	t.Parallel()
	const hops = 30
	handle := func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		if n >= hops {
			answer(200, "{}")(w, r)
			return
		}
		answer(302, "", "Location", "/start?n="+strconv.Itoa(n+1))(w, r)
	}
	theirs := serve(t, handle)
	if _, err := leaky(theirs, resty.DomainCheckRedirectPolicy("127.0.0.1")).R().Get("/start"); err != nil || theirs.count() != hops+1 {
		t.Errorf("resty: %d requests, %v: is the trap gone?", theirs.count(), err)
	}
	ours := serve(t, handle)
	if _, err := fetch(t, guarded(t, ours, Conn{}), "start"); !Is(err, Failed) || ours.count() != 1+maxRedirects {
		t.Errorf("ours: %d requests, %v", ours.count(), err)
	}
}

func TestTrapARedirectedWriteBecomesARead(t *testing.T) {
	t.Parallel()
	theirs := serve(t, moves(301, "/end"))
	if _, err := leaky(theirs).R().SetBody(`{"a":1}`).Delete("/start"); err != nil {
		t.Fatal(err)
	}
	if got := theirs.requests(); len(got) != 2 || got[1].Method != http.MethodGet || got[1].Body != "" {
		t.Errorf("resty sent %+v: is the trap gone?", got)
	}
	ours := serve(t, moves(301, "/end"))
	r := Request{Name: "Remove", Method: http.MethodDelete, Path: "start", Body: []byte(`{"a":1}`)}
	if _, err := NewCall(guarded(t, ours, Conn{}), r, Ignore).Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := ours.requests(); len(got) != 2 || got[1].Method != http.MethodDelete || got[1].Body != `{"a":1}` {
		t.Errorf("ours sent %+v", got)
	}
}
