package ixon

import (
	"strings"
	"testing"
	"time"
)

func TestFilters(t *testing.T) {
	at := time.Date(2026, 5, 6, 7, 8, 9, 999_999_999, time.FixedZone("", 7200))
	for want, got := range map[Filter]Filter{
		`eq(publicId,"aB3dE5fG7hJ9")`:            Eq("publicId", "aB3dE5fG7hJ9"),
		`eq(name,"Zoë, d'x (y)")`:                Eq("name", "Zoë, d'x (y)"),
		`isnull(agent)`:                          IsNull("agent"),
		`gte(lastSeenOn,"2026-05-06T05:08:09Z")`: Gte("lastSeenOn", at),
		"":                                       Gte("lastSeenOn", time.Time{}),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestUnfilterableValues(t *testing.T) {
	for _, value := range []string{"", `a"b`, `a\b`, "a\nb", "a\x00", "a\u0085", "\xff"} {
		if f := Eq("name", value); f != "" {
			t.Errorf("%q gave %s", value, f)
		}
	}
}

// TestFiltersThatDoNotFitAreLeftOut: one character more than the longest query,
// and all of them go.
func TestFiltersThatDoNotFitAreLeftOut(t *testing.T) {
	bare := "/api/users" + fields(UserFields) + paging
	filter := "&filters=eq%28name%2C%22%22%29"
	room := maxQuery - len(strings.TrimPrefix(bare, "/api/users?")) - len("&page-after="+cursor) - len("&filters=isnull%28agent%29") - len(filter)
	fitting := Eq("name", strings.Repeat("x", room))
	for name, test := range map[string]struct {
		filters []Filter
		want    string
	}{
		"the longest": {[]Filter{IsNull("agent"), fitting}, "/api/users" + fields(UserFields) + "&filters=isnull%28agent%29" + strings.Replace(filter, "%22%22", "%22"+strings.Repeat("x", room)+"%22", 1) + paging},
		"too long":    {[]Filter{IsNull("agents"), fitting}, bare},
	} {
		server, client := serve(t, success(`[]`))
		if err := items(client.Users(t.Context(), test.filters...)); err != nil {
			t.Fatal(err)
		}
		if got := server.last(t).uri; got != test.want {
			t.Errorf("%s: sent %d characters, want %d", name, len(got), len(test.want))
		}
	}
}
