package iot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/iotinvites"
	"unictl/internal/rest"
)

// The addresses of §4.5 and the letter cases of §4.3.
func TestWithdrawal(t *testing.T) {
	user := func(email string) []string { return []string{email} }
	for name, test := range map[string]struct {
		invited, members []string
		warning          string
		refusal          string // what the error says, "" = none
		kind             rest.Kind
	}{
		"nothing":             {nil, nil, "", "no invitation is open", rest.NotFound},
		"pending":             {[]string{"x@example.com", nora}, nil, "", "", 0},
		"pending in other":    {[]string{norasUC}, nil, norasUC + " is invited", "no invitation is open", rest.NotFound},
		"pending in both":     {[]string{nora, norasUC}, nil, norasUC + " is invited", "", 0},
		"member":              {nil, user(nora), "", "would remove the person", rest.Conflict},
		"member and pending":  {[]string{nora}, user(nora), "", "would remove the person", rest.Conflict},
		"member in other":     {nil, user(norasUC), norasUC + " is a member", "no invitation is open", rest.NotFound},
		"pending, member too": {[]string{nora}, user(norasUC), norasUC + " is a member", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			users := []iotinvites.User{{ID: testUser, Email: "admin@example.com"}}
			for _, email := range test.members {
				users = append(users, iotinvites.User{ID: testUser, Email: email})
			}
			server, client := serve(t, map[string]answer{invitesRoute: ok(list(t, append([]string{}, test.invited...))), usersRoute: ok(list(t, users))})
			status, err := statusOf(t.Context(), client, nora)
			if got := status.warning(); err != nil || !strings.HasPrefix(got, test.warning) || (got == "") != (test.warning == "") {
				t.Errorf("warning: %q, want %q; %v", got, test.warning, err)
			}
			step, err := withdrawal(t.Context(), client, &addressed{Email: nora})
			server.readOnly(t)
			if test.refusal != "" {
				if e := asError(t, err, test.kind); !strings.Contains(e.Message, test.refusal) || e.Hint == "" || step.Call != nil {
					t.Errorf("%q, %q, want %q", e.Message, e.Hint, test.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if p := step.Call.Preview(); p.Method != http.MethodDelete || !strings.HasSuffix(p.URL, "/accounts/"+testAccount+"/invites/"+nora) || step.Verify == nil {
				t.Errorf("would send %s %s", p.Method, p.URL)
			}
		})
	}
}

// someAdmin is a list of members: an account that is there has one at least.
const someAdmin = `[{"_id":"` + testUser + `","email":"admin@example.com"}]`

// To the service, the same accents written another way are another person.
func TestWithdrawalTellsOfAccents(t *testing.T) {
	composed, apart := "n\u00f3ra@example.com", "no\u0301ra@example.com"
	_, client := serve(t, map[string]answer{invitesRoute: ok(list(t, []string{apart})), usersRoute: ok(someAdmin)})
	_, err := withdrawal(t.Context(), client, &addressed{Email: composed})
	if e := asError(t, err, rest.NotFound); !strings.Contains(e.Hint, "did you mean "+apart+"?") {
		t.Errorf("%v, %s", e, e.Hint)
	}
	_, client = serve(t, map[string]answer{invitesRoute: ok(list(t, []string{composed, apart})), usersRoute: ok(someAdmin)})
	in := &addressed{Email: composed}
	if _, err := withdrawal(t.Context(), client, in); err != nil || !strings.HasPrefix(strings.Join(in.Warned(), "\n"), apart+" is invited too") {
		t.Errorf("%v, %q", err, in.Warned())
	}
}

// The lists of a deleted account are empty: that says nothing of an invitation.
func TestWithdrawalInADeletedAccount(t *testing.T) {
	_, client := serve(t, map[string]answer{invitesRoute: ok(`[]`), usersRoute: ok(`[]`)})
	_, err := withdrawal(t.Context(), client, &addressed{Email: nora})
	if e := asError(t, err, rest.NotFound); !strings.Contains(e.Message, "does not exist any more") {
		t.Error(e)
	}
}

func list(t *testing.T, all any) string {
	t.Helper()
	body, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestWithdrawalReadsBothLists: one that cannot be read leaves nothing to send.
func TestWithdrawalReadsBothLists(t *testing.T) {
	both := map[string]answer{invitesRoute: ok(`["` + nora + `"]`), usersRoute: ok(someAdmin)}
	server, client := serve(t, both)
	if _, err := withdrawal(t.Context(), client, &addressed{Email: nora}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{invitesRoute, usersRoute}, server.calls); diff != "" {
		t.Error(diff)
	}
	for name := range both {
		_, client := serve(t, map[string]answer{name: both[name]})
		if step, err := withdrawal(t.Context(), client, &addressed{Email: nora}); err == nil || step.Call != nil {
			t.Errorf("a step from %s alone", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := withdrawal(ctx, client, &addressed{Email: nora}); err != context.Canceled {
		t.Error(err)
	}
}

// The answer does not tell: the list decides.
func TestWithdrawalIsJudgedByTheList(t *testing.T) {
	for name, test := range map[string]struct {
		answer answer
		after  answer
		kind   rest.Kind // -1 = it worked
	}{
		"gone, no such user":   {answer{status: 404, body: `{"code":2404,"message":"User Not Found"}`}, ok(`["` + norasUC + `"]`), -1},
		"gone":                 {answer{status: 200, body: "OK", text: true}, ok(`[]`), -1},
		"said OK, still there": {answer{status: 200, body: "OK", text: true}, ok(`["` + nora + `"]`), rest.Failed},
		"cannot be read back":  {answer{status: 200, body: "OK", text: true}, answer{status: 503}, rest.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serveFor(t, map[string][]answer{
				invitesRoute: {ok(`["` + nora + `"]`), test.after}, usersRoute: {ok(someAdmin)},
				"DELETE accounts/" + testAccount + "/invites/" + nora: {test.answer},
			}, rest.Conn{Auth: rest.Bearer("tok-0123456789")}, testAccount)
			step, err := withdrawal(t.Context(), client, &addressed{Email: nora})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := step.Call.Send(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err = step.Verify(t.Context()); test.kind < 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e := asError(t, err, test.kind)
			if inner, ok := errors.AsType[*rest.Error](e.Err); e.Hint == "" || test.kind == rest.Unknown && (!ok || inner.Status != 503) {
				t.Errorf("%v because of %v", e, e.Err)
			}
		})
	}
}

// TestTextsOfTheServiceAreCleaned: addresses of other people come from the
// service and stand in messages.
func TestTextsOfTheServiceAreCleaned(t *testing.T) {
	evil := "NORA\x1b[31m@example.com"
	for _, s := range []addressStatus{{email: evil, otherInvited: evil}, {email: evil, member: true}, {email: evil, otherMember: evil}} {
		e, ok := errors.AsType[*rest.Error](s.mayWithdraw())
		if !ok || strings.ContainsAny(e.Message+e.Hint+s.warning(), "\x1b") {
			t.Errorf("%v", e)
		}
	}
}

// Sending anew begins with a creation, whose conflict shows that the caller may
// invite (§4.6); and a refusal after the invitation is gone is a failure,
// whatever it was before.
func TestResendSteps(t *testing.T) {
	create := "POST accounts/" + testAccount + "/invites"
	conflict := answer{status: 409, body: `{"code":2420,"message":"User is already invited"}`}
	steps := func(t *testing.T, answers ...answer) (*server, *resendIn, []error) {
		t.Helper()
		server, client := serveFor(t, map[string][]answer{create: answers, invitesRoute: {ok(`["` + nora + `"]`)}, usersRoute: {ok(someAdmin)}},
			rest.Conn{Auth: rest.Bearer("tok-0123456789")}, testAccount)
		in := &resendIn{addressed: addressed{Email: nora}}
		all, err := in.steps(t.Context(), client)
		if err != nil || len(all) != 3 {
			t.Fatal(all, err)
		}
		server.readOnly(t)
		_, err = all[0].Call.Send(t.Context())
		errs := []error{err}
		if all[1].Skip() != all[2].Skip() {
			t.Error("made anew without a withdrawal, or the other way round")
		}
		if !all[2].Skip() {
			_, err = all[2].Call.Send(t.Context())
			errs = append(errs, err)
		}
		return server, in, errs
	}
	_, in, errs := steps(t, conflict, answer{status: 201, body: invitationBody})
	if slices.ContainsFunc(errs, func(err error) bool { return err != nil }) || len(errs) != 2 || in.made.ID != testInvite {
		t.Error(errs, in.made)
	}
	if server, in, errs := steps(t, answer{status: 201, body: invitationBody}); len(errs) != 1 || errs[0] != nil || in.made.ID != testInvite || len(server.calls) != 3 {
		t.Error("withdrawn meanwhile, and made again at the first try:", errs, in.made, server.calls)
	}
	_, _, errs = steps(t, answer{status: 422, body: `{"code":13423,"message":"x"}`})
	if e := asError(t, errs[0], rest.Credential); !strings.Contains(e.Message, "captcha") {
		t.Error(e)
	}
	for _, test := range []struct {
		answer answer
		want   rest.Kind
	}{
		{answer{status: 429, body: `{"error":"RateLimit","message":"Limit will reset in 60 seconds"}`}, rest.Failed},
		{refusedJ(), rest.Failed},
		{conflict, rest.Failed},
		{answer{status: 422, body: `{"code":13423,"message":"Missing"}`}, rest.Failed},
		{answer{status: 502, body: "<html>gateway</html>", text: true}, rest.Unknown},
	} {
		_, in, errs := steps(t, conflict, test.answer)
		if asError(t, errs[1], test.want); errs[0] != nil || in.made.ID != "" {
			t.Error(errs, in.made)
		}
	}
}
