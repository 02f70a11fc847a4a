package iotinvites

import (
	"testing"

	"unictl/internal/rest"
)

func TestFindMember(t *testing.T) {
	_, client := serve(t, ok(`[{"id":"u1","email":"Nora@example.com"},{"id":"u2","email":"nora@example.com"},{"id":"u3","email":"Omar@example.com"}]`))
	for text, want := range map[string]string{"u1": "u1", "nora@example.com": "u2", "Nora@example.com": "u1", "omar@example.com": "u3"} {
		if got, err := client.FindMember(t.Context(), text); err != nil || got.ID != want {
			t.Errorf("%s: %s, %v", text, got.ID, err)
		}
	}
	_, err := client.FindMember(t.Context(), "NORA@example.com")
	asError(t, err, rest.BadInput)
	for _, text := range []string{"", "u4", "x@example.com"} {
		_, err = client.FindMember(t.Context(), text)
		asError(t, err, rest.NotFound)
	}
	_, broken := serve(t, answer{status: 401, body: guardJ})
	_, err = broken.FindMember(t.Context(), "u1")
	asError(t, err, rest.Credential)
}

// TestPromoteRefuses: what ends the process of an older server is never sent.
func TestPromoteRefuses(t *testing.T) {
	server, client := serve(t, ok(""))
	stranger := member(testUser, nora, "")
	delete(stranger.Accounts, testAccount)
	for _, m := range []User{{}, {ID: testUser}, stranger, member("", nora, RoleUser)} {
		_, err := client.Promote(m)
		asError(t, err, rest.NotFound)
	}
	_, err := client.Promote(member(testUser, nora, RoleAdmin))
	asError(t, err, rest.Conflict)
	_, homeless := serveWith(t, server, rest.Conn{Auth: rest.Bearer(canaryToken)}, Settings{})
	_, err = homeless.Promote(User{ID: testUser, Accounts: map[string]AccountRole{"": {Role: RoleUser}}})
	asError(t, err, rest.NotFound)
	if len(server.calls) != 0 {
		t.Errorf("sent %+v", server.calls)
	}
}
