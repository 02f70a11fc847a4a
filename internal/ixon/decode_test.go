package ixon

import (
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

func TestUserDecodes(t *testing.T) {
	document := `{"publicId":"Us3rUs3rUs3r","type":"service_account","name":"ci","emailAddress":null,"support":false,` +
		`"registeredOn":"2024-01-02T03:04:05.678Z","lastSeenOn":null,"registeredBy":{"publicId":"u2","name":"Ada"},` +
		`"memberships":[{"publicId":"m1","group":{"publicId":"g1","reference":{"name":"Company"}},"role":null,"expiresOn":null},` +
		`{"publicId":"m2","group":{"publicId":"g2","name":null,"reference":null},"role":{"publicId":"r1"},"expiresOn":"2026-12-31T23:00:00Z"}],` +
		`"apiApplications":[{"publicId":"a1","name":"ci"}],"otpauthRequired":false,"unheard":{"of":1}}`
	_, client := serve(t, success(document))
	item, err := client.User("Us3rUs3rUs3r").Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if string(item.Raw) != document {
		t.Errorf("as received: %s", item.Raw)
	}
	registered := time.Date(2024, 1, 2, 3, 4, 5, 678e6, time.UTC)
	expires := time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC)
	want := User{
		PublicID: "Us3rUs3rUs3r", Type: ServiceAccount, Name: "ci", RegisteredOn: &registered,
		RegisteredBy: Reference{PublicID: "u2", Name: "Ada"},
		Memberships: []Membership{
			{PublicID: "m1", Group: Reference{PublicID: "g1", Reference: Named{Name: "Company"}}},
			{PublicID: "m2", Group: Reference{PublicID: "g2"}, Role: Reference{PublicID: "r1"}, ExpiresOn: &expires},
		},
		APIApplications: []Reference{{PublicID: "a1", Name: "ci"}},
	}
	if diff := cmp.Diff(want, item.Value); diff != "" {
		t.Error(diff)
	}
}

func TestReferenceNames(t *testing.T) {
	for want, r := range map[string]Reference{
		"":      {},
		"plain": {PublicID: "x", Name: "plain", Reference: Named{Name: "resolved"}},
		"other": {PublicID: "x", Reference: Named{Name: "other"}},
	} {
		if r.DisplayName() != want || r.Label() != want {
			t.Errorf("%q and %q, want %q", r.DisplayName(), r.Label(), want)
		}
	}
	if r := (Reference{PublicID: "x"}); r.DisplayName() != "" || r.Label() != "x" {
		t.Error("an id stands in for a name in labels alone")
	}
}

func TestAnswersOfChanges(t *testing.T) {
	_, client := serve(t, answer{status: 201, body: `{"status":"success","type":"InviteResponse","data":{"invites":[{"publicId":"i1"}],"userMemberships":[{"publicId":"m1"},{"publicId":"m2"}]}}`})
	invited, err := client.InviteUser(InviteCreate{EmailAddress: "a@b.example"}).Do(t.Context())
	want := InviteResponse{Invites: []Ref{To("i1")}, UserMemberships: []Ref{To("m1"), To("m2")}}
	if diff := cmp.Diff(want, invited); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, data := range []string{`[{"publicId":"m1"}]`, `{"publicId":"m1"}`} {
		_, client := serve(t, success(data))
		added, err := client.AddMembership(MembershipCreate{}).Do(t.Context())
		if err != nil || added.PublicID != "m1" {
			t.Error(data, added, err)
		}
		set, err := client.SetMemberships("u1", nil).Do(t.Context())
		if err != nil || len(set) != 1 || set[0].PublicID != "m1" {
			t.Error(data, set, err)
		}
	}
}

func TestServerTimeDecodes(t *testing.T) {
	_, client := serve(t, success(`{"datetime":"2026-01-02T03:04:05+01:00"}`))
	got, err := client.ServerTime().Do(t.Context())
	if err != nil || !got.Equal(time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC)) {
		t.Error(got, err)
	}
}

// TestUnusableAnswers holds that an answer outside the contract is an error,
// and after a change one of unknown outcome.
func TestUnusableAnswers(t *testing.T) {
	for name, a := range map[string]answer{
		"HTML":       {status: 200, body: "<html>"},
		"empty":      {status: 200},
		"cut short":  {status: 200, body: `{"status":"success"`, cut: true},
		"no data":    ok(`"moreAfter":null`),
		"error":      {status: 200, body: `{"status":"error","data":null}`},
		"not object": {status: 200, body: `[1]`},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serve(t, a)
			for _, err := range []error{do(client.Me()), do(client.Discovery())} {
				if !rest.Is(err, rest.Failed) && !rest.Is(err, rest.Temporary) {
					t.Errorf("reading: %v", err)
				}
			}
			for _, err := range []error{do(client.RemoveUser("u1")), do(client.InviteUser(InviteCreate{})), do(client.SetMemberships("u1", nil))} {
				if e := asError(t, err, rest.Unknown); !strings.Contains(e.Message, "unknown") {
					t.Errorf("changing: %v", e)
				}
			}
		})
	}
}

func TestDataOfAWrongShape(t *testing.T) {
	for _, data := range []string{`null`, `"x"`, `[]`, `[{},{}]`, `[1]`, `{"publicId":1}`} {
		_, client := serve(t, success(data))
		asError(t, do(client.Me()), rest.Failed)
	}
	for _, data := range []string{`null`, `"x"`, `[1]`, `{"publicId":1}`} {
		_, client := serve(t, success(data))
		asError(t, do(client.SetMemberships("u1", nil)), rest.Unknown)
	}
}
