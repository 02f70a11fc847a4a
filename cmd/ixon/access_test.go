package ixon

import (
	"encoding/json"
	"strings"
	"testing"

	"unictl/internal/ixon"
	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestAccessLabelsGroupsOfDevices(t *testing.T) {
	user := func(group string) string {
		return `{"publicId":"u1","memberships":[{"publicId":"m1","group":` + group + `}]}`
	}
	server, client := serve(t, map[string]string{
		"/users":  `[` + user(`{"publicId":"g1"}`) + `,` + user(`{"publicId":"g2","name":"Plant"}`) + `,` + user(`{"publicId":"g3"}`) + `]`,
		"/groups": `[{"publicId":"g1","name":null,"agent":{"publicId":"a1"}}]`,
	})
	list, err := drain(labelled(t.Context(), client, accessOf(client.Users(t.Context()))))
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, item := range list {
		labels = append(labels, theMembership(item.Value).Group.Label())
		if strings.Contains(string(item.Raw), "device") {
			t.Errorf("a label in the JSON: %s", item.Raw)
		}
	}
	if diff := cmp.Diff([]string{"device a1", "Plant", "g3"}, labels); diff != "" {
		t.Error(diff)
	}
	if got := server.asked(); len(got) != 2 {
		t.Errorf("asked %q, want the groups once", got)
	}
}

// TestAccessLines: one for each membership, and one for who has none.
func TestAccessLines(t *testing.T) {
	_, client := serve(t, map[string]string{"/users": `[{"publicId":"u1","type":"person","name":"Ada","emailAddress":"ada@example.com","otpauthRequired":true,"lastSeenOn":"2026-01-02T03:04:05Z","memberships":[` +
		`{"publicId":"m1","group":{"publicId":"g1","reference":{"name":"Plant"}},"role":null,"expiresOn":"2026-12-31T00:00:00Z"},` +
		`{"publicId":"m2","group":{"publicId":"g2"},"role":{"publicId":"r1","name":"Viewer"},"expiresOn":null}]},` +
		`{"publicId":"u2","type":"service_account","name":"ci","emailAddress":null,"memberships":[]}]`})
	list, err := drain(accessOf(client.Users(t.Context())))
	if err != nil {
		t.Fatal(err)
	}
	ada := `{"user":{"publicId":"u1","type":"person","name":"Ada","emailAddress":"ada@example.com"},`
	seen := `"lastSeenOn":"2026-01-02T03:04:05Z","otpauthRequired":true,`
	want := []string{
		ada + `"group":{"publicId":"g1","name":"Plant"},"role":null,"expiresOn":"2026-12-31T00:00:00Z",` + seen + `"membership":"m1"}`,
		ada + `"group":{"publicId":"g2","name":""},"role":{"publicId":"r1","name":"Viewer"},"expiresOn":null,` + seen + `"membership":"m2"}`,
		`{"user":{"publicId":"u2","type":"service_account","name":"ci","emailAddress":null},"group":null,"role":null,"expiresOn":null,"lastSeenOn":null,"otpauthRequired":false}`,
	}
	var got []string
	for _, item := range list {
		got = append(got, string(item.Raw))
		if !json.Valid(item.Raw) || len(item.Value.Memberships) > 1 {
			t.Errorf("%s has %d memberships", item.Raw, len(item.Value.Memberships))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, client = serve(t, map[string]string{"/users": "500"})
	if _, err := drain(accessOf(client.Users(t.Context()))); !rest.Is(err, rest.Temporary) {
		t.Error(err)
	}
}

func TestGroupLabel(t *testing.T) {
	for want, g := range map[string]ixon.Group{
		"Plant":     {Name: "Plant", Agent: ixon.Reference{PublicID: "a1"}},
		"device a1": {Agent: ixon.Reference{PublicID: "a1"}},
		"asset s1":  {Asset: ixon.Reference{PublicID: "s1"}},
		"":          {PublicID: "g1"},
	} {
		if got := groupLabel(g); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
