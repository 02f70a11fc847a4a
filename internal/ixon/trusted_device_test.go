package ixon

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestTrustedDeviceOperations(t *testing.T) {
	run(t, []operationTest{
		{"TrustedDevices", func(ctx context.Context, c *Client) error { return items(c.TrustedDevices(ctx)) }, "VAT", "GET", "/api/trusted-devices" + fields(TrustedDeviceFields) + paging, "", `[]`},
		{"RevokeTrustedDevice", func(_ context.Context, c *Client) error { return do(c.RevokeTrustedDevice("d/1")) }, "VAT", "DELETE", "/api/trusted-devices/d%2F1", "", `null`},
		{"ReadOnlyScope", func(_ context.Context, c *Client) error { return do(c.ReadOnlyScope()) }, "V", "GET", "/api/", "", `[{"rel":"UserList","href":"h","methods":["GET"]}]`},
	})
}

func TestTrustedDevices(t *testing.T) {
	_, client := serve(t, success(`{"publicId":"d1","name":"ada's desk","user":{"publicId":"u1"},"userAgent":null,"isCurrent":true,`+
		`"createdOn":"2026-01-02T03:04:05Z","createdOnGeoLocation":{"country":"NL","city":"Rotterdam"},"lastLogin":null,"lastLoginGeoLocation":null}`))
	got, err := drain(client.TrustedDevices(t.Context()))
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	made := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	want := TrustedDevice{PublicID: "d1", Name: "ada's desk", User: To("u1"), IsCurrent: true, CreatedOn: &made,
		CreatedOnGeoLocation: &TokenLocation{Country: "NL", City: "Rotterdam"}}
	if diff := cmp.Diff(want, got[0].Value); diff != "" {
		t.Error(diff)
	}
	_, client = serve(t, success(`[{"name":"no id"}]`))
	if _, err := drain(client.TrustedDevices(t.Context())); err == nil {
		t.Error("a row without publicId is taken for a device")
	}
}

func TestRevokeTrustedDeviceIsRepeated(t *testing.T) {
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}, Settings{Application: testApplication}, answer{status: 502}, success(`null`))
	if err := do(client.RevokeTrustedDevice("d1")); err != nil || len(server.calls) != 2 {
		t.Errorf("%d calls, %v", len(server.calls), err)
	}
	_, client = serve(t, success(`null`))
	asError(t, do(client.RevokeTrustedDevice("")), rest.BadInput)
}

func TestNewDeviceID(t *testing.T) {
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := NewDeviceID()
		if seen[id] || !uuid.MatchString(id) {
			t.Fatalf("%q, seen %v", id, seen[id])
		}
		seen[id] = true
	}
}

// TestDeviceIdentifierStaysInside: it stands in for the second factor, so it is
// sent with the sign-in alone and shown nowhere.
func TestDeviceIdentifierStaysInside(t *testing.T) {
	var trace strings.Builder
	device := NewDeviceID()
	server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, Settings{Application: testApplication},
		answer{status: 401, body: entry("Two Factor Authentication required for "+device, "")}, success(`{}`))
	signIn := client.SignIn("ada@example.com", "", canaryPassword, AccessTokenCreate{ExpiresIn: 60, TrustedDeviceName: "desk", DeviceIdentifier: device})
	e := asError(t, do(signIn), rest.Credential)
	preview := signIn.Preview()
	if err := do(client.Me()); err != nil {
		t.Fatal(err)
	}
	if server.calls[0].header.Get("Api-Device-Identifier") != device || server.last(t).header.Get("Api-Device-Identifier") != "" {
		t.Error("the identifier belongs to the sign-in, and to no other call")
	}
	for _, text := range []string{e.Error(), e.Fields[0].Message, trace.String(), string(preview.Body), preview.Headers["Api-Device-Identifier"]} {
		if strings.Contains(text, device) {
			t.Errorf("the identifier shows in %s", text)
		}
	}
}
