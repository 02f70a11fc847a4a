package iot

import (
	"testing"

	"unictl/internal/rest"
)

func TestMine(t *testing.T) {
	routes := map[string]answer{
		tokenRoute: ok(infoJ), meRoute: ok(`{"id":"u1","email":"a+b@b.example"}`), "GET invites/a+b@b.example": ok("[" + invitationBody + "]"),
	}
	_, client := serve(t, routes)
	for _, email := range []string{"", "a+b@b.example"} {
		if got, err := collect(mine(t.Context(), client, email)); err != nil || len(got) != 1 || got[0].ID != testInvite {
			t.Errorf("%q: %+v %v", email, got, err)
		}
	}
	for _, email := range []string{"A+b@b.example", nora} {
		server, client := serve(t, routes)
		_, err := collect(mine(t.Context(), client, email))
		if e := asError(t, err, rest.Credential); e.Status != 0 || len(server.calls) != 2 {
			t.Errorf("%q was asked for: %+v", email, server.calls)
		}
	}
	_, broken := serve(t, nil)
	_, err := collect(mine(t.Context(), broken, ""))
	asError(t, err, rest.Temporary)
}

func TestAnswering(t *testing.T) {
	status := "PUT invites/" + testInvite + "/status"
	routes := map[string]answer{status: {status: 401, body: "Not Authorized", text: true}, tokenRoute: ok(infoJ), meRoute: ok(asMe("me", "user"))}
	_, client := serve(t, routes)
	_, err := answering(client, client.Accept(testInvite)).Send(t.Context())
	if e := asError(t, err, rest.Credential); e.Message != "the invitation is somebody else's" || e.Hint == "" {
		t.Errorf("%q, %q", e.Message, e.Hint)
	}
	routes[tokenRoute] = refusedJ() // then it was the token
	_, client = serve(t, routes)
	_, err = answering(client, client.Decline(testInvite)).Send(t.Context())
	if e := asError(t, err, rest.Credential); e.Status != 401 || e.Message == "the invitation is somebody else's" {
		t.Errorf("%v", e)
	}
	_, client = serve(t, map[string]answer{status: {status: 404, body: "Invitation not found", text: true}})
	_, err = answering(client, client.Accept(testInvite)).Send(t.Context())
	asError(t, err, rest.NotFound)
}
