package devotokens

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSignatureVectors are those of §2.2.
func TestSignatureVectors(t *testing.T) {
	for body, want := range map[string]string{
		`{"name":"x"}`: "95eda008e670d518320ffa172bb94fae6d2afcd7d5a2d8330c5d0dab98d44241",
		"":             "8f37812893b145c8e3f62400140b859cfe0427d528e22ff982adce78b76eb7f6",
	} {
		r, err := http.NewRequest(http.MethodPost, "https://api-us.devo.com/ws?x=1", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := HMAC("example-key", "example-secret", "", signedAt).Apply(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		headers := http.Header{
			"X-Logtrust-Domain-Apikey": {"example-key"}, "X-Logtrust-Timestamp": {"1700000000000"}, "X-Logtrust-Sign": {want},
		}
		if diff := cmp.Diff(headers, r.Header); diff != "" {
			t.Errorf("%q: %s", body, diff)
		}
		if sent, err := io.ReadAll(r.Body); err != nil || string(sent) != body {
			t.Errorf("left %q of %q, %v", sent, body, err)
		}
	}
}

// TestSignatureOfAStream signs a body that can be read but once.
func TestSignatureOfAStream(t *testing.T) {
	r, err := http.NewRequest(http.MethodPost, "https://api-us.devo.com/", io.NopCloser(strings.NewReader(`{"name":"x"}`)))
	if err != nil {
		t.Fatal(err)
	}
	if err := HMAC("example-key", "example-secret", KeyHeaderQuery, signedAt).Apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	sent, err := io.ReadAll(r.Body)
	if r.Header.Get("x-logtrust-sign") != "95eda008e670d518320ffa172bb94fae6d2afcd7d5a2d8330c5d0dab98d44241" ||
		r.Header.Get("x-logtrust-apikey") != "example-key" || string(sent) != `{"name":"x"}` || err != nil {
		t.Errorf("%v, left %q, %v", r.Header, sent, err)
	}
}

func TestKeyHeader(t *testing.T) {
	if KeyHeader("my_domain") != "x-logtrust-domain-apikey" || KeyHeader("my_domain@test") != "x-logtrust-reseller-apikey" {
		t.Error(KeyHeader("my_domain"), KeyHeader("my_domain@test"))
	}
}

// TestEveryAttemptIsSignedAnew: a signature of an earlier time may be refused.
func TestEveryAttemptIsSignedAnew(t *testing.T) {
	at := signedAt()
	auth := HMAC("key", "secret", "", func() time.Time { at = at.Add(time.Second); return at })
	var stamps []string
	for range 2 {
		r, err := http.NewRequest(http.MethodGet, "https://api-us.devo.com/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := auth.Apply(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		stamps = append(stamps, r.Header.Get("x-logtrust-timestamp"), r.Header.Get("x-logtrust-sign"))
	}
	want := []string{
		"1700000001000", sign("key", "secret", "1700000001000", nil), "1700000002000", sign("key", "secret", "1700000002000", nil),
	}
	if diff := cmp.Diff(want, stamps); diff != "" {
		t.Error(diff)
	}
	before := time.Now().UnixMilli()
	clock, _ := HMAC("key", "secret", "", nil).(*signature)
	if now := clock.now().UnixMilli(); now < before || now > before+60_000 {
		t.Error("the default clock is not this machine's")
	}
}
