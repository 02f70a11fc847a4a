package iot

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

func admins() string {
	return "[" + person("me", "admin") + "," + person("boss", "admin") + "," + person("ada", "user") + "]"
}

func TestMemberList(t *testing.T) {
	_, client := serve(t, peopleRoutes(asMe("me", "admin"), "["+person("me", "admin")+","+person("ada", "user")+`,{"id":"odd","accounts":{"`+otherAccount+`":"admin"}}]`))
	var got []string
	for item, err := range memberList(t.Context(), client) {
		if err != nil || len(item.Raw) == 0 {
			t.Fatalf("%s %v", item.Raw, err)
		}
		got = append(got, item.Value.ID+" "+item.Value.role)
	}
	if diff := cmp.Diff([]string{"me admin", "ada user", "odd "}, got); diff != "" {
		t.Error(diff)
	}
	for range memberList(t.Context(), client) {
		break // going on after the end would panic
	}
	_, closed := serve(t, peopleRoutes(asMe("me", "user"), ""))
	_, err := collect(memberList(t.Context(), closed))
	asError(t, err, rest.Credential)
}

func TestRemoval(t *testing.T) {
	alone := "[" + person("me", "admin") + "," + person("ada", "user") + "]"
	for name, test := range map[string]struct {
		me, list, id string
		path         string // what is sent to, "" = nothing
		kind         rest.Kind
		says         string
	}{
		"a user":                       {asMe("me", "admin"), admins(), "ada", "invites/ada@b.example", 0, ""},
		"another administrator":        {asMe("me", "admin"), admins(), "boss", "", rest.Credential, "does not let you remove another administrator"},
		"oneself, one of two":          {asMe("me", "admin"), admins(), "me", "invites/me", 0, ""},
		"oneself, by the address":      {`{"email":"ada@b.example"}`, admins(), "ada", "invites/me", 0, ""},
		"oneself, the last":            {asMe("me", "admin"), alone, "me", "", rest.Failed, "only administrator"},
		"oneself, a user without list": {asMe("me", "user"), "", "me", "invites/me", 0, ""},
		"a stranger":                   {asMe("me", "admin"), admins(), "x", "", rest.NotFound, "no member"},
		"nobody":                       {`{}`, `[{"email":"x@b.example"}]`, "", "", rest.NotFound, "no member"},
		"another, without the list":    {asMe("me", "user"), "", "ada", "", rest.Credential, ""},
	} {
		t.Run(name, func(t *testing.T) {
			server, client := serve(t, peopleRoutes(test.me, test.list))
			call, err := removal(t.Context(), client, test.id)
			server.readOnly(t)
			if test.path == "" {
				if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.says) || call != nil {
					t.Errorf("says %q, want %q", e.Message, test.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if p := call.Preview(); p.Method != http.MethodDelete || !strings.HasSuffix(p.URL, "/accounts/"+testAccount+"/"+test.path) {
				t.Errorf("would send %s %s", p.Method, p.URL)
			}
		})
	}
	_, broken := serve(t, nil)
	_, err := removal(t.Context(), broken, "x")
	asError(t, err, rest.Temporary)
}

// guarded is what the guard says of each id, one after the other.
func guarded(t *testing.T, client *iotinvites.Client, ids ...string) (errs []error) {
	t.Helper()
	mayGo, err := guardRemoval(t.Context(), client, cli.Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		errs = append(errs, mayGo(t.Context(), &oneMember{Member: cli.Ref{ID: id}}))
	}
	return errs
}

func TestGuardOfRemovals(t *testing.T) {
	for name, test := range map[string]struct{ me, list, id, want string }{
		"a user":           {asMe("me", "admin"), admins(), "ada", ""},
		"another":          {asMe("me", "admin"), admins(), "boss", ""},
		"oneself":          {asMe("me", "admin"), admins(), "me", reasonSelf},
		"the last":         {asMe("me", "admin"), "[" + person("me", "admin") + "]", "me", reasonOnlyAdmin},
		"a plain user":     {asMe("me", "user"), "", "me", reasonSelf},
		"a plain user, K":  {asMe("me", "user"), admins(), "me", reasonSelf},
		"another's last":   {asMe("me", "user"), "[" + person("me", "user") + "," + person("boss", "admin") + "]", "boss", reasonOnlyAdmin},
		"known by address": {`{"email":"boss@b.example"}`, admins(), "boss", reasonSelf},
		"nameless caller":  {`{}`, admins(), "ada", ""},
	} {
		_, client := serve(t, peopleRoutes(test.me, test.list))
		err := guarded(t, client, test.id)[0]
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if refused, ok := errors.AsType[*cli.RefusedError](err); !ok || refused.Message != test.want {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

// The guard reads once a run, and says the same of a row that is asked again.
func TestGuardReadsOnce(t *testing.T) {
	server, client := serve(t, peopleRoutes(asMe("me", "admin"), admins()))
	errs := guarded(t, client, "ada", "boss", "ada", "boss", "me", "x")
	for i, refused := range []bool{false, false, false, false, true, true} {
		if (errs[i] != nil) != refused {
			t.Errorf("row %d: %v", i+1, errs[i])
		}
	}
	asError(t, errs[5], rest.NotFound)
	if diff := cmp.Diff([]string{tokenRoute, meRoute, usersRoute}, server.calls); diff != "" {
		t.Error(diff)
	}
}

// Who cannot look lets nobody go.
func TestGuardThatCannotLook(t *testing.T) {
	closed := peopleRoutes(asMe("me", "user"), "")
	_, client := serve(t, closed)
	asError(t, guarded(t, client, "ada")[0], rest.Credential)
	for _, routes := range []map[string]answer{nil, peopleRoutes(asMe("me", "admin"), "")} {
		_, client := serve(t, routes)
		mayGo, err := guardRemoval(t.Context(), client, cli.Allowed{})
		if err == nil {
			t.Error("the guard could not look, and did not say so")
		}
		if again := mayGo(t.Context(), &oneMember{Member: cli.Ref{ID: "ada"}}); again != err {
			t.Errorf("asked all the same it says %v, want %v", again, err)
		}
	}
}

func TestVerifyGone(t *testing.T) {
	const none = rest.Kind(-1)
	members := "[" + person("ada", "user") + "]"
	for name, test := range map[string]struct {
		me, list, id string
		kind         rest.Kind
	}{
		"gone":                                {asMe("me", "admin"), members, "x", none},
		"still there":                         {asMe("me", "admin"), members, "ada", rest.Failed},
		"left, and sees no list":              {`{"id":"me","accounts":{}}`, "", "me", none},
		"still in, and sees no list":          {asMe("me", "user"), "", "me", rest.Unknown},
		"somebody else, and sees no list":     {`{"id":"me","accounts":{}}`, "", "ada", rest.Unknown},
		"left, and nobody knows who is asked": {`{}`, "", "me", rest.Unknown},
	} {
		_, client := serve(t, peopleRoutes(test.me, test.list))
		err := verifyGone(t.Context(), client, test.id)
		if (err == nil) != (test.kind == none) {
			t.Fatalf("%s: %v", name, err)
		}
		if err != nil {
			asError(t, err, test.kind)
		}
	}
	_, broken := serve(t, nil) // not a refusal: nothing is known
	e := asError(t, verifyGone(t.Context(), broken, "me"), rest.Unknown)
	if inner, ok := errors.AsType[*rest.Error](e.Err); !ok || inner.Status != 503 || e.Hint == "" {
		t.Errorf("%v because of %v", e, e.Err)
	}
}

func TestPromotion(t *testing.T) {
	server, client := serve(t, peopleRoutes(asMe("me", "admin"), admins()))
	find := func(id string) member {
		m, err := memberByID(t.Context(), client, id)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	call, err := promotion(client, find("ada"))
	if err != nil {
		t.Fatal(err)
	}
	if p := call.Preview(); p.Method != "PUT" || string(p.Body) != `{"id":"ada","accounts":{"`+testAccount+`":"admin"}}` {
		t.Errorf("would send %s %s", p.Method, p.Body)
	}
	_, err = promotion(client, find("me"))
	if e := asError(t, err, rest.Conflict); e.Message != "me@b.example is an administrator already" {
		t.Error(e)
	}
	// What ends the process of an older server is never sent.
	for _, m := range []member{find("x"), {}, {User: iotinvites.User{ID: testUser, Email: nora}}, {User: iotinvites.User{Email: nora}, role: "user"}} {
		_, err = promotion(client, m)
		asError(t, err, rest.NotFound)
	}
	server.readOnly(t)
}

func TestVerifyPromoted(t *testing.T) {
	_, client := serve(t, peopleRoutes(asMe("me", "admin"), admins()))
	if err := verifyPromoted(t.Context(), client, "boss"); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{"ada": `still "user"`, "x": `still ""`} {
		if e := asError(t, verifyPromoted(t.Context(), client, id), rest.Failed); !strings.Contains(e.Message, want) {
			t.Errorf("%q, want %q", e.Message, want)
		}
	}
	_, broken := serve(t, nil)
	asError(t, verifyPromoted(t.Context(), broken, "ada"), rest.Unknown)
}

// TestDeletedAccount: its lists are empty, and an account without members is none.
func TestDeletedAccount(t *testing.T) {
	_, gone := serve(t, peopleRoutes(asMe("me", "admin"), "[]"))
	_, err := collect(memberList(t.Context(), gone))
	if e := asError(t, err, rest.NotFound); !strings.Contains(e.Message, "does not exist any more") {
		t.Error(e)
	}
}
