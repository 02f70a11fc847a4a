package rest

import (
	"strconv"
	"testing"
)

func TestSecretsAreMaskedInEveryEncoding(t *testing.T) {
	t.Parallel()
	var s Secrets
	s.Add("pa\"ss w<o>rd\n", "abcd", "abcdefgh", "xyz", "")
	for text, want := range map[string]string{
		"a pa\"ss w<o>rd\n.":              "a [redacted].",
		"a pa\"ss w<o>rd.":                "a [redacted].",
		`{"p":"pa\"ss w<o>rd\n"}`:         `{"p":"[redacted]"}`,
		`{"p":"pa\"ss w\u003co\u003erd"}`: `{"p":"[redacted]"}`,
		"?p=pa%22ss+w%3Co%3Erd":           "?p=[redacted]",
		"/pa%22ss%20w%3Co%3Erd":           "/[redacted]",
		strconv.Quote("pa\"ss w<o>rd"):    `"[redacted]"`,
		"abcdefgh abcd abc xyz":           "[redacted] [redacted] abc xyz",
	} {
		if got := s.Mask(text); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestAddingASecretAgainChangesNothing(t *testing.T) {
	t.Parallel()
	var s Secrets
	s.Add("canary")
	known := len(s.values)
	s.Add("canary", "canary")
	if len(s.values) != known || s.longestValue() != len("canary") {
		t.Errorf("%q", s.values)
	}
}

// A secret whose characters an excerpt would drop is masked before they are.
func TestExcerptsMaskBeforeTheyTidy(t *testing.T) {
	t.Parallel()
	var s Secrets
	s.Add("can\u200bary\x00more")
	c := connect(t, Provider{}, Conn{BaseURL: "https://portal.example.com", Secrets: &s})
	if got := c.excerpt([]byte("a can\u200bary\x00more b")); got != "a [redacted] b" {
		t.Error(got)
	}
}

func TestNoSecrets(t *testing.T) {
	t.Parallel()
	var none *Secrets
	if none.Mask("abcd") != "abcd" || (&Secrets{}).Mask("abcd") != "abcd" || (&Secrets{}).longestValue() != 0 {
		t.Error("masks without knowing anything")
	}
}

func TestSecretsFromManyGoroutines(t *testing.T) {
	t.Parallel()
	var s Secrets
	parallel(16, func() {
		for i := range 50 {
			s.Add("secret-" + strconv.Itoa(i))
			s.Mask("secret-1")
		}
	})
	if got := s.Mask("secret-49"); got != redacted {
		t.Error(got)
	}
}
