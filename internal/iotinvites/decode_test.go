package iotinvites

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

func instant(t *testing.T, rfc3339 string, seconds bool) Instant {
	t.Helper()
	at, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		t.Fatal(err)
	}
	return Instant{Time: at, seconds: seconds}
}

func TestListsDecode(t *testing.T) {
	_, client := serve(t, ok(`["new.person@example.com", "ops+iot@example.com"]`), ok(`[ `+invitationBody+` ]`),
		ok(`[{"id":"`+testUser+`","email":"a@b.example","created":1795300675092,"accounts":{"`+testAccount+`":"admin","`+otherAccount+`":"user"},"more":{"x":1}}]`))
	var invites []rest.Item[AccountInvite]
	for item, err := range client.AccountInvites(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		invites = append(invites, item)
	}
	want := []rest.Item[AccountInvite]{
		{Value: AccountInvite{"new.person@example.com"}, Raw: []byte(`"new.person@example.com"`)},
		{Value: AccountInvite{"ops+iot@example.com"}, Raw: []byte(`"ops+iot@example.com"`)},
	}
	if diff := cmp.Diff(want, invites); diff != "" {
		t.Error(diff)
	}
	if written, err := json.Marshal(invites[0].Value); err != nil || string(written) != string(invites[0].Raw) {
		t.Errorf("written as %s, %v", written, err)
	}
	for item, err := range client.MyInvites(t.Context(), "a@b.example") {
		if err != nil || item.Value.ID != testInvite || item.Value.AccountName != "Plant North" || string(item.Raw) != invitationBody {
			t.Errorf("%+v %s %v", item.Value, item.Raw, err)
		}
	}
	for item, err := range client.Members(t.Context()) {
		u := item.Value
		if err != nil || u.Role(testAccount) != RoleAdmin || u.Role(otherAccount) != RoleUser || u.Role("x") != "" || u.Verified != nil ||
			!strings.Contains(string(item.Raw), `"more":{"x":1}`) || u.Created.UnixMilli() != 1795300675092 {
			t.Errorf("%+v %s %v", u, item.Raw, err)
		}
	}
}

func TestListsStopEarlyAndStartAnew(t *testing.T) {
	server, client := serve(t, ok(`["a","b"]`))
	all := client.AccountInvites(t.Context())
	for range 2 {
		for item := range all { // going on after the end would panic
			if item.Value.Email != "a" {
				t.Errorf("begins with %q", item.Value.Email)
			}
			break
		}
	}
	if len(server.calls) != 2 {
		t.Errorf("%d calls, want 2", len(server.calls))
	}
}

func TestUserDecodes(t *testing.T) {
	_, client := serve(t, ok(`{"id":"u1","email":"a@b.example","termsAndConditions":true,"verified":false,"type":"user","created":1795300675092,`+
		`"updated":"2026-11-20T22:36:44.000Z","accounts":{"`+testAccount+`":{"name":"Plant North","role":"admin"}}}`))
	me, err := client.Me().Do(t.Context())
	yes, no := true, false
	want := User{
		ID: "u1", Email: "a@b.example", Type: "user", TermsAndConditions: &yes, Verified: &no,
		Created: instant(t, "2026-11-21T22:37:55.092Z", false), Updated: instant(t, "2026-11-20T22:36:44Z", false),
		Accounts: map[string]AccountRole{testAccount: {Name: "Plant North", Role: RoleAdmin}},
	}
	if diff := cmp.Diff(want, me.Value, cmp.AllowUnexported(Instant{})); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestHealthAndTime(t *testing.T) {
	_, client := serve(t, ok(`{"kind":"healthcheck","isHealthy":true,"currentSetting":"local","name":"dashboard","build":"0.15.0"}`), ok(`{"actualTime":"2026-11-21 22:36:44"}`),
		ok(`{"actualTime":"now"}`))
	health, err := client.Health().Do(t.Context())
	if want := (Health{"healthcheck", true, "local", "dashboard", "0.15.0", nil}); err != nil || health.Value != want {
		t.Errorf("%+v %v", health.Value, err)
	}
	if at, err := client.Time().Do(t.Context()); err != nil || at.Format(time.RFC3339) != "2026-11-21T22:36:44Z" {
		t.Error(at, err)
	}
	asError(t, do(client.Time()), rest.Failed)
}

// TestUnusableAnswers holds that an answer outside the contract is an error,
// and after a change one of unknown outcome.
func TestUnusableAnswers(t *testing.T) {
	for name, a := range map[string]answer{
		"HTML": text(200, "<html>sign in</html>"), "empty": ok(""), "cut short": ok(`{"_id":`), "null": ok("null"), "text": ok("OK"),
		"wrong shape": ok(`[{"_id":1}, null]`), "list of nulls": ok(`[null]`),
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serve(t, a)
			_, invites := collect(client.AccountInvites(t.Context()))
			_, members := collect(client.Members(t.Context()))
			for _, err := range []error{invites, members, do(client.Me()), do(client.Account(testAccount)), do(client.Time()), do(client.Health())} {
				asError(t, err, rest.Failed)
			}
			for _, err := range []error{do(client.Create("a@b.example")), do(client.Accept(testInvite))} {
				asError(t, err, rest.Unknown)
			}
		})
	}
	_, client := serve(t, ok("{}"))
	asError(t, do(client.Create("a@b.example")), rest.Unknown)
	_, client = serve(t, text(200, "<!DOCTYPE html><title>sign in</title>"))
	for _, err := range []error{do(client.Delete("a@b.example")), do(client.Decline(testInvite))} {
		asError(t, err, rest.Unknown)
	}
	for body, good := range map[string]bool{`{"code":204}`: true, `{"code":200,"message":"x"}`: true, `{}`: true, ``: true, `OK`: true, `{"code":404,"message":"x"}`: false} {
		_, client := serve(t, ok(body))
		if err := do(client.Decline(testInvite)); (err == nil) != good {
			t.Errorf("declining answered by %s: %v", body, err)
		}
	}
}
