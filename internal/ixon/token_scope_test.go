package ixon

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"unictl/internal/rest"
)

func TestReadOnlyScope(t *testing.T) {
	_, client := serve(t, success(`[{"rel":"UserList","href":"a","methods":["DELETE","GET","POST"]},{"rel":"Invite","href":"b","methods":["DELETE"]},`+
		`{"rel":"AgentList","href":"c","methods":["GET"]},{"rel":"UserList","href":"d","methods":["GET"]},{"rel":"","href":"e","methods":["GET"]}]`))
	scope, err := client.ReadOnlyScope().Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(scope)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"type":"allow","rels":[{"rel":"AgentList","get":true},{"rel":"UserList","get":true}]}`; string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestReadOnlyScopeOfNothing: an empty list would make a token for nothing.
func TestReadOnlyScopeOfNothing(t *testing.T) {
	for _, data := range []string{`[]`, `[{"rel":"Invite","href":"b","methods":["DELETE"]}]`} {
		_, client := serve(t, success(data))
		if _, err := client.ReadOnlyScope().Do(t.Context()); !strings.Contains(asError(t, err, rest.Failed).Error(), "nothing that can be read") {
			t.Error(err)
		}
	}
	_, client := serve(t, answer{status: 502, body: "<html>"})
	asError(t, do(client.ReadOnlyScope()), rest.Temporary)
}

func TestExpiresIn(t *testing.T) {
	for life, want := range map[time.Duration]int{
		time.Minute: 60, 90*time.Second + time.Millisecond: 90, 60 * 24 * time.Hour: 5184000,
		time.Minute - 1: 0, 60*24*time.Hour + 1: 0, 0: 0, -time.Hour: 0,
	} {
		got, err := ExpiresIn(life)
		if got != want || (err == nil) != (want != 0) {
			t.Errorf("%v: %d, %v", life, got, err)
		}
		if err != nil {
			asError(t, err, rest.BadInput)
		}
	}
}

// TestSignInPreview: a dry run shows what is asked for, and no secret.
func TestSignInPreview(t *testing.T) {
	_, client := serve(t, success(`{}`))
	yes := true
	preview := client.SignIn("ada@example.com", "864209", canaryPassword, AccessTokenCreate{ExpiresIn: 60, Scope: &TokenScope{Type: "allow", Rels: []TokenScopeRel{{Rel: "UserList", Get: &yes}}}}).Preview()
	if want := `{"expiresIn":60,"scope":{"type":"allow","rels":[{"rel":"UserList","get":true}]}}`; string(preview.Body) != want {
		t.Errorf("body %s", preview.Body)
	}
	if preview.Headers["Authorization"] != "[redacted]" {
		t.Errorf("headers %v", preview.Headers)
	}
}
