package rest

import (
	"strings"
	"testing"
)

func TestBaseURLs(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://portal.example.com":          "https://portal.example.com/",
		"https://portal.example.com:443/api/": "https://portal.example.com:443/api/",
		"https://portal.example.com/api":      "https://portal.example.com/api/",
		"https://portal.example.com/a//":      "https://portal.example.com/a/",
		"HTTPS://portal.example.com":          "https://portal.example.com/",
		"http://127.0.0.1:8080":               "http://127.0.0.1:8080/",
		"http://[::1]:8080":                   "http://[::1]:8080/",
		"http://localhost":                    "http://localhost/",
	} {
		c, err := New(Provider{Name: "test"}, Conn{BaseURL: given})
		if err != nil || c.Base() != want {
			t.Errorf("%s: %v", given, err)
		}
	}
}

func TestBadBaseURLs(t *testing.T) {
	t.Parallel()
	for _, given := range []string{
		"", "portal.example.com", "ftp://portal.example.com", "https://", "https://:443", "https:///api", "https:portal",
		"https://canary@portal.example.com", "https://u:canary@portal.example.com", "https://u:canary%zz@portal.example.com",
		"https://portal.example.com/?canary=1", "https://portal.example.com/?", "https://portal.example.com/#canary",
		"http://portal.example.com", "http://10.0.0.1", "http://localhost.example.com", "https://portal.example.com/\x7fcanary",
	} {
		_, err := New(Provider{Name: "test"}, Conn{BaseURL: given})
		if !Is(err, BadInput) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v", given, err)
		}
	}
	if _, err := New(Provider{Name: "test"}, Conn{BaseURL: "http://portal.example.com", AllowHTTP: true}); err != nil {
		t.Error(err)
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://Portal.example.com/api": "https://portal.example.com:443", "https://portal.example.com:8443": "https://portal.example.com:8443",
		"http://[::1]": "http://[::1]:80",
	} {
		c := connect(t, Provider{}, Conn{BaseURL: given})
		if c.Origin() != want {
			t.Errorf("%s: %s", given, c.Origin())
		}
	}
}
