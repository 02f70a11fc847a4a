package ixon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

// holds is a user of the list with memberships, each "id role" or "id role until".
func holds(user string, memberships ...string) string {
	var list []string
	for _, m := range memberships {
		words := strings.Fields(m)
		end := "null"
		if len(words) == 3 {
			end = `"2099-01-01T00:00:00Z"`
		}
		list = append(list, fmt.Sprintf(`{"publicId":%q,"group":{"publicId":"g"},"role":{"publicId":%q},"expiresOn":%s}`, words[0], words[1], end))
	}
	return fmt.Sprintf(`{"publicId":%q,"type":"person","memberships":[%s]}`, user, strings.Join(list, ","))
}

// companyOf has these users, two roles that administer, and me.
func companyOf(users ...string) map[string]string {
	return map[string]string{
		"/users/me": `{"publicId":"me"}`,
		"/roles": `[{"publicId":"admin","permissions":[{"publicId":"MANAGE_USER"},{"publicId":"COMPANY_ADMIN"}]},` +
			`{"publicId":"owner","permissions":[{"publicId":"COMPANY_ADMIN"}]},{"publicId":"viewer","permissions":[{"publicId":"VIEW"}]}]`,
		"/users": "[" + strings.Join(users, ",") + "]",
	}
}

// gone is what becomes of a membership that is taken away.
func gone(*right) bool { return false }

// refused wants this message, with the flag that allows it.
func refused(t *testing.T, err error, message string) {
	t.Helper()
	flag := cli.Yourself
	if strings.Contains(message, "last") {
		flag = cli.LastOne
	}
	if e, ok := errors.AsType[*cli.RefusedError](err); !ok || !strings.Contains(e.Message, message) || !strings.Contains(e.Hint, "add "+string(flag)+" ") {
		t.Errorf("got %v, want %q", err, message)
	}
}

func passes(t *testing.T, errs ...error) {
	t.Helper()
	for i, err := range errs {
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func read(t *testing.T, data map[string]string) (*service, *lockout) {
	t.Helper()
	server, client := serve(t, data)
	l, err := readLockout(t.Context(), client, cli.Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	return server, l
}

// TestOneReadingForManyRemovals: whatever the number of rows, the service is
// read once, and each row still gets its answer.
func TestOneReadingForManyRemovals(t *testing.T) {
	var users []string
	for i := range 50 {
		users = append(users, holds(fmt.Sprintf("u%d", i), fmt.Sprintf("m%d viewer", i)))
	}
	server, client := serve(t, companyOf(append(users, holds("last", "ml admin"), holds("me", "mm viewer"))...))
	guard, ok := removeUser().(cli.Change[*ixon.Client, oneUser])
	if !ok {
		t.Fatal("not a change")
	}
	check, err := guard.Guard.Read(t.Context(), client, cli.Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		passes(t, check(t.Context(), &oneUser{User: cli.Ref{ID: fmt.Sprintf("u%d", i)}}))
	}
	refused(t, check(t.Context(), &oneUser{User: cli.Ref{ID: "last"}}), "last administrator of the company")
	refused(t, check(t.Context(), &oneUser{User: cli.Ref{ID: "me"}}), "the account that the command runs as")
	want := []string{"GET /users/me", "GET /roles", "GET /users"}
	if diff := cmp.Diff(want, server.asked()); diff != "" {
		t.Error(diff)
	}
}

func TestLastAdministrator(t *testing.T) {
	_, l := read(t, companyOf(holds("a", "ma admin", "mv viewer"), holds("b", "mb owner"), holds("c", "mc admin until")))
	passes(t, l.of("a"), l.of("a")) // asked again, the same
	refused(t, l.of("b"), "last administrator")
	refused(t, l.ofMembership(t.Context(), "mb", gone), "last administrator")
	passes(t, l.of("c"), l.of("a"))

	_, l = read(t, companyOf(holds("a", "ma admin")))
	refused(t, l.of("a"), "last administrator")
	refused(t, l.of("a", "admin"), "last administrator") // alone, even a harmless change is to be meant
	passes(t, l.of("stranger"))
}

// TestRightsThatStay: who keeps another membership that administers, or gets one
// by the change, is an administrator still.
func TestRightsThatStay(t *testing.T) {
	ctx := t.Context()
	_, l := read(t, companyOf(holds("a", "m1 admin", "m2 owner", "m3 viewer"), holds("b", "m4 admin", "m5 viewer")))
	passes(t, l.ofMembership(ctx, "m1", gone), l.ofMembership(ctx, "m3", gone), l.ofMembership(ctx, "m5", gone))
	passes(t, l.ofMembership(ctx, "m4", gone)) // b goes, a has m2
	refused(t, l.ofMembership(ctx, "m2", gone), "last administrator")
	passes(t, l.ofMembership(ctx, "m1", gone)) // let pass before, so it is again

	_, l = read(t, companyOf(holds("a", "m1 admin"), holds("b", "m4 admin")))
	passes(t, l.of("a", "admin"), l.of("b", "admin")) // a file that sets what is so already
	passes(t, l.ofMembership(ctx, "m4", gone))
	refused(t, l.ofMembership(ctx, "m1", gone), "last administrator")
}

func TestMembershipsThatNoUserHas(t *testing.T) {
	data := companyOf(holds("a", "ma admin"), holds("b", "mb admin"))
	data["/users/memberships/invited"] = `{"publicId":"invited","invite":{"publicId":"i1"},"group":{"publicId":"g"}}`
	data["/users/memberships/mine"] = `{"publicId":"mine","user":{"publicId":"me"},"group":{"publicId":"g"}}`
	data["/users/memberships/new"] = `{"publicId":"new","user":{"publicId":"a"},"group":{"publicId":"g"}}`
	server, l := read(t, data)
	passes(t, l.ofMembership(t.Context(), "invited", gone))
	refused(t, l.ofMembership(t.Context(), "mine", gone), "runs as")
	passes(t, l.ofMembership(t.Context(), "new", gone)) // what it holds is not known: nothing is taken to stay
	refused(t, l.of("b"), "last administrator")
	if err := l.ofMembership(t.Context(), "gone", gone); !rest.Is(err, rest.NotFound) || !strings.Contains(err.Error(), "membership gone") {
		t.Errorf("got %v", err)
	}
	if got := server.asked()[3:]; len(got) != 4 {
		t.Errorf("asked %q, want one call for each", got)
	}
}

// TestGuardsThatCannotLook: what cannot be seen is no permission. A service
// account may have no account of its own to see.
func TestGuardsThatCannotLook(t *testing.T) {
	for _, path := range []string{"/users/me", "/roles", "/users"} {
		for _, answer := range []string{"403", "500"} {
			data := companyOf(holds("a", "ma admin"))
			data[path] = answer
			_, client := serve(t, data)
			if _, err := guarding(func(context.Context, *lockout, *oneUser) error { return nil }).Read(t.Context(), client, cli.Allowed{}); err == nil {
				t.Errorf("%s %s: no error", path, answer)
			}
		}
	}
	data := companyOf(holds("a", "ma admin"), holds("b", "mb admin"), `{"publicId":"robot","type":"service_account"}`)
	delete(data, "/users/me")
	_, l := read(t, data)
	passes(t, l.of("a")) // a person is no service account
	refused(t, l.of("b"), "last administrator")
	refused(t, l.of("robot"), "may be the account that the command runs as")
	refused(t, l.of("stranger"), "may be the account that the command runs as")
}

// TestEachDangerHasItsFlag: what is allowed is not refused, and nothing else is
// allowed by it.
func TestEachDangerHasItsFlag(t *testing.T) {
	for _, c := range []struct {
		allowed cli.Allowed
		flag    string // that is still missing; "" = none
	}{
		{cli.Allowed{}, "--allow-self"}, {cli.Allowed{Self: true}, "--allow-last-admin"},
		{cli.Allowed{LastAdmin: true}, "--allow-self"}, {cli.Allowed{Self: true, LastAdmin: true}, ""},
	} {
		server, client := serve(t, companyOf(holds("me", "m1 admin"), holds("b", "m2 viewer")))
		l, err := readLockout(t.Context(), client, c.allowed)
		if err != nil {
			t.Fatal(err)
		}
		err = l.of("me")
		if e, ok := errors.AsType[*cli.RefusedError](err); ok != (c.flag != "") || ok && !strings.Contains(e.Hint, c.flag) {
			t.Errorf("%+v: got %v", c.allowed, err)
		}
		if asked := slices.Contains(server.asked(), "GET /users/me"); asked == c.allowed.Self {
			t.Errorf("%+v: who the caller is was asked: %v", c.allowed, asked)
		}
	}
}

// TestLastUserManager: where nobody administers, who may manage all users is
// the last one who can let others in.
func TestLastUserManager(t *testing.T) {
	data := companyOf(holds("a", "m1 manager"), holds("b", "m2 local"), holds("c", "m3 manager"))
	data["/roles"] = `[{"publicId":"manager","permissions":[{"publicId":"COMPANY_WIDE_ROLE"},{"publicId":"MANAGE_USER"}]},` +
		`{"publicId":"local","permissions":[{"publicId":"MANAGE_USER"}]}]`
	_, l := read(t, data)
	passes(t, l.of("b"), l.of("a"))
	refused(t, l.of("c"), "last one who may manage the users")
	refused(t, l.ofMembership(t.Context(), "m3", gone), "last one who may manage the users")

	_, l = read(t, companyOf(holds("a", "m1 admin"), holds("c", "m3 viewer")))
	passes(t, l.of("c"))
}

// TestOneOfTwoMayGo asks at the same time for both administrators.
func TestOneOfTwoMayGo(t *testing.T) {
	for range 20 {
		_, l := read(t, companyOf(holds("a", "ma admin"), holds("b", "mb admin")))
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = l.of([]string{"a", "b"}[i%2]) })
		}
		all.Wait()
		a, b := errs[0] == nil, errs[1] == nil
		if a == b {
			t.Fatalf("a may go: %v, b may go: %v", a, b)
		}
		for i := range errs {
			if (errs[i] == nil) != (errs[i%2] == nil) {
				t.Errorf("asked again, %d gets another answer: %v", i, errs[i])
			}
		}
	}
}

func TestTokenInUse(t *testing.T) {
	change, ok := revokeAccessToken().(cli.Change[*person, oneAccessToken])
	if !ok {
		t.Fatal("not a change")
	}
	server, client := serve(t, map[string]string{"/access-tokens/me": `{"publicId":"mine"}`})
	check, err := change.Guard.Read(t.Context(), &person{Client: client}, cli.Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	passes(t, check(t.Context(), &oneAccessToken{ID: "other"}), check(t.Context(), &oneAccessToken{ID: "third"}))
	refused(t, check(t.Context(), &oneAccessToken{ID: "mine"}), "the token that the command itself uses")
	if got := server.asked(); !slices.Equal(got, []string{"GET /access-tokens/me"}) {
		t.Errorf("asked %q", got)
	}
	_, client = serve(t, nil) // a service account's token is none of these
	if check, err = change.Guard.Read(t.Context(), &person{Client: client}, cli.Allowed{}); err != nil || check(t.Context(), &oneAccessToken{ID: "any"}) != nil {
		t.Error(err)
	}
	_, client = serve(t, map[string]string{"/access-tokens/me": "403"})
	if _, err = change.Guard.Read(t.Context(), &person{Client: client}, cli.Allowed{}); !rest.Is(err, rest.Credential) {
		t.Errorf("got %v", err)
	}
}
