package devotokens

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTwin(t *testing.T) {
	old := decode(t, row)
	want := TokenCreate{"ci ingest", "svc-ci@example.com", []string{"apiv2", "http"}, []string{"table://my.app.web.access", "level://admin"}}
	if diff := cmp.Diff(want, Twin(old, "")); diff != "" {
		t.Error(diff)
	}
	if got := Twin(old, "next"); got.Name != "next" || got.User != old.User {
		t.Errorf("%+v", got)
	}
	Twin(old, "").Audience[0] = "changed"
	if old.Audience[0] != "apiv2" {
		t.Error("the twin shares its list with the old token")
	}
}

func TestDescribeExpiry(t *testing.T) {
	if text := DescribeExpiry(Token{}); text != "" {
		t.Errorf("%q", text)
	}
	if text := DescribeExpiry(decode(t, row)); !strings.Contains(text, "2030-01-02T03:04:05Z") || !strings.Contains(text, "cannot be carried over") {
		t.Errorf("%q", text)
	}
}

func TestDescribeDifference(t *testing.T) {
	old := decode(t, row)
	twin := old
	twin.ID, twin.Name, twin.Audience, twin.Scope = "42", "next", []string{"http", "apiv2"}, "level://admin table://my.app.web.access"
	twin.User, twin.Expiration = "SVC-ci@example.com", nil
	if text := DescribeDifference(old, twin); text != "" {
		t.Errorf("%q", text)
	}
	other := Token{User: "e\x1bve@example.com", Audience: []string{"http"}, Scope: "level://admin"}
	want := `user: "eve@example.com", was "svc-ci@example.com"
audience: "http", was "apiv2 http"
scopes: "level://admin", was "level://admin table://my.app.web.access"
the new token is disabled`
	if diff := cmp.Diff(want, DescribeDifference(old, other)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(twin.Audience, []string{"http", "apiv2"}) {
		t.Error("describing sorted the token's own list")
	}
}
