package ixon

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"unictl/internal/ixon"
	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

// TestHints holds which command helps with what the service says.
func TestHints(t *testing.T) {
	for cause, hint := range map[error]string{
		ixon.ErrNoCompany:   "`companies list` shows yours",
		ixon.ErrCompany:     "the company is unknown or the credential does not belong to it: `companies list` shows yours",
		ixon.ErrNotAssigned: "`companies list` shows the companies of this account",
		ixon.ErrInvited:     "resend or revoke the invitation that exists",
		errors.New("other"): "as it was",
	} {
		e := &rest.Error{Hint: "as it was", Err: cause}
		if explain(e); e.Hint != hint {
			t.Errorf("%v: %q, want %q", cause, e.Hint, hint)
		}
	}
	_, client := serve(t, map[string]string{"/users/me": "{}"})
	client, err := ixon.New(rest.Conn{BaseURL: client.Base(), Auth: rest.Bearer("t"), Explain: explain}, ixon.Settings{Application: "App000000001"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.MyCompany().Do(t.Context())
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Message != "no company is set" || e.Hint != "`companies list` shows yours" {
		t.Errorf("%+v", err)
	}
}

func TestCompanyOfAWrongForm(t *testing.T) {
	if err := checkCompany("1234-5678-9012-3456-7890"); err != nil {
		t.Error(err)
	}
	e, ok := errors.AsType[*rest.Error](checkCompany("x"))
	if want := "it looks like 1234-5678-9012-3456-7890; `companies list` shows yours"; !ok || e.Hint != want {
		t.Errorf("%+v", e)
	}
}

func TestReach(t *testing.T) {
	server, client := serve(t, map[string]string{"/": `[{"rel":"UserList","href":"h","methods":["GET"]}]`, "/server-time": `{"datetime":"2026-01-02T03:04:05Z"}`})
	item, err := reach(t.Context(), client)
	if err != nil || item.Value.URL != client.Base() || item.Value.Operations != 1 || item.Value.ServerTime.Year() != 2026 {
		t.Fatalf("%+v, %v", item.Value, err)
	}
	var shown map[string]any
	if err := json.Unmarshal(item.Raw, &shown); err != nil || len(shown) != 4 || shown["operations"] != 1.0 {
		t.Errorf("%s, %v", item.Raw, err)
	}
	if got := server.asked(); len(got) != 2 {
		t.Errorf("asked %q", got)
	}
	_, client = serve(t, map[string]string{"/": `[]`, "/server-time": "500"})
	if _, err := reach(t.Context(), client); !rest.Is(err, rest.Temporary) {
		t.Error(err)
	}
}

// TestExactly holds the question that is put before the whole list is read.
func TestExactly(t *testing.T) {
	server, client := serve(t, map[string]string{"/users": `[{"publicId":"u1"}]`, "/invites": `[]`})
	for _, text := range []string{"ada@example.com", "Us3rUs3rUs3r", "Ada", `a"b`} {
		if list, err := drain(exactly(t.Context(), client.Users, text, "name")); err != nil || len(list) != 1 && !strings.Contains(text, `"`) {
			t.Errorf("%s: %d rows, %v", text, len(list), err)
		}
	}
	if _, err := drain(exactly(t.Context(), client.Invites, "Ada", "publicId")); err != nil {
		t.Error(err)
	}
	want := []string{`GET /users?eq(emailAddress,"ada@example.com")`, `GET /users?eq(publicId,"Us3rUs3rUs3r")`, `GET /users?eq(name,"Ada")`, `GET /invites?eq(publicId,"Ada")`}
	if diff := cmp.Diff(want, server.asked()); diff != "" {
		t.Error(diff)
	}
}

// TestServiceAccountsAlone: a service that does not know the filter lists people
// as well.
func TestServiceAccountsAlone(t *testing.T) {
	server, client := serve(t, map[string]string{"/users": `[{"publicId":"u1","type":"person"},{"publicId":"s1","type":"service_account"}]`})
	list, err := drain(listServiceAccounts(t.Context(), client))
	if err != nil || len(list) != 1 || list[0].Value.PublicID != "s1" {
		t.Error(list, err)
	}
	if got := server.asked(); len(got) != 1 || got[0] != `GET /users?eq(type,"service_account")` {
		t.Errorf("asked %q", got)
	}
}
