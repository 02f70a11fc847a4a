package iotinvites

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

func TestMemberList(t *testing.T) {
	_, client := people(t, asMe("me", "admin"), "["+person("me", "admin")+","+person("ada", "user")+`,{"id":"odd","accounts":{"`+otherAccount+`":"admin"}}]`)
	var got []string
	for item, err := range client.MemberList(t.Context()) {
		if err != nil || len(item.Raw) == 0 {
			t.Fatalf("%s %v", item.Raw, err)
		}
		got = append(got, item.Value.User.ID+" "+item.Value.Role)
	}
	if diff := cmp.Diff([]string{"me admin", "ada user", "odd "}, got); diff != "" {
		t.Error(diff)
	}
	for range client.MemberList(t.Context()) {
		break // going on after the end would panic
	}
	_, closed := people(t, asMe("me", "user"), "")
	_, err := collect(closed.MemberList(t.Context()))
	asError(t, err, rest.Credential)
}

func TestMine(t *testing.T) {
	routes := map[string]answer{
		"GET auth/tokenInfo": ok(infoJ), "GET auth/me": ok(`{"id":"u1","email":"a+b@b.example"}`),
		"GET invites/a+b@b.example": ok("[" + invitationBody + "]"),
	}
	_, client := serveRoutes(t, routes)
	for _, email := range []string{"", "a+b@b.example"} {
		if got, err := collect(client.Mine(t.Context(), email)); err != nil || len(got) != 1 || got[0].ID != testInvite {
			t.Errorf("%q: %+v %v", email, got, err)
		}
	}
	for _, email := range []string{"A+b@b.example", nora} {
		server, client := serveRoutes(t, routes)
		_, err := collect(client.Mine(t.Context(), email))
		if e := asError(t, err, rest.Credential); e.Status != 0 || len(server.calls) != 2 {
			t.Errorf("%q was asked for: %+v", email, server.calls)
		}
	}
	_, broken := serve(t, answer{status: 503})
	_, err := collect(broken.Mine(t.Context(), ""))
	asError(t, err, rest.Temporary)
}

func TestPromote(t *testing.T) {
	_, client := people(t, asMe("me", "admin"), "["+person("me", "admin")+","+person("ada", "user")+"]")
	promote := func(id string) (rest.Call[struct{}], string, error) {
		m, err := client.FindMember(t.Context(), id)
		if err != nil {
			return rest.Call[struct{}]{}, "", err
		}
		call, err := client.Promote(m)
		return call, client.Promoted(m), err
	}
	call, already, err := promote("ada")
	if err != nil || already != "" {
		t.Fatal(already, err)
	}
	if p := call.Preview(); p.Method != "PUT" || string(p.Body) != `{"id":"ada","accounts":{"`+testAccount+`":"admin"}}` {
		t.Errorf("would send %s %s", p.Method, p.Body)
	}
	_, already, err = promote("me")
	if asError(t, err, rest.Conflict).Message != already || already == "" {
		t.Errorf("%q and %v", already, err)
	}
	_, _, err = promote("x") // naming somebody unknown ends an old server's process
	asError(t, err, rest.NotFound)
}

func TestAccountNames(t *testing.T) {
	u := User{Accounts: map[string]AccountRole{"b": {Role: RoleUser}, "a": {Name: "Plant North", Role: RoleAdmin}}}
	if diff := cmp.Diff([]string{"Plant North (admin)", "b (user)"}, u.AccountNames()); diff != "" {
		t.Error(diff)
	}
	if got := (User{}).AccountNames(); got == nil || len(got) != 0 {
		t.Errorf("nobody's are %#v", got)
	}
	if !IsUserID(testUser) || IsUserID(nora) {
		t.Error("a user id is a UUID and nothing else")
	}
}

// TestLastOf: a refusal after the invitation is gone is a failure, whatever it
// was before; an unknown outcome stays one.
func TestLastOf(t *testing.T) {
	for _, test := range []struct {
		answer answer
		want   rest.Kind
	}{
		{answer{status: 429, body: `{"error":"RateLimit","message":"Limit will reset in 60 seconds"}`}, rest.Failed},
		{answer{status: 401, body: guardJ}, rest.Failed},
		{answer{status: 422, body: `{"code":13423,"message":"Missing"}`}, rest.Failed},
		{text(502, "<html>gateway</html>"), rest.Unknown},
	} {
		_, client := serve(t, test.answer)
		_, err := LastOf(client.Create(nora)).Send(t.Context())
		asError(t, err, test.want)
	}
	_, client := serve(t, answer{status: 201, body: invitationBody})
	if sent, err := LastOf(client.Create(nora)).Send(t.Context()); err != nil || string(sent) != invitationBody {
		t.Errorf("%s %v", sent, err)
	}
}

func TestAnswering(t *testing.T) {
	status := "PUT invites/" + testInvite + "/status"
	routes := map[string]answer{status: text(401, "Not Authorized"), "GET auth/tokenInfo": ok(infoJ), "GET auth/me": ok(asMe("me", "user"))}
	_, client := serveRoutes(t, routes)
	_, err := client.Answering(client.Accept(testInvite)).Send(t.Context())
	if e := asError(t, err, rest.Credential); e.Message != "the invitation is somebody else's" || e.Hint == "" {
		t.Errorf("%q, %q", e.Message, e.Hint)
	}
	routes["GET auth/tokenInfo"] = answer{status: 401, body: guardJ} // then it was the token
	_, client = serveRoutes(t, routes)
	_, err = client.Answering(client.Decline(testInvite)).Send(t.Context())
	if e := asError(t, err, rest.Credential); e.Status != 401 || e.Message == "the invitation is somebody else's" {
		t.Errorf("%v", e)
	}
	_, client = serveRoutes(t, map[string]answer{status: text(404, "Invitation not found")})
	_, err = client.Answering(client.Accept(testInvite)).Send(t.Context())
	asError(t, err, rest.NotFound)
}
