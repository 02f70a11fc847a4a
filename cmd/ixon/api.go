package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/ixon"
	"unictl/internal/rest"
)

// Call is `unictl api ixon`.
func Call() cli.Command {
	return cli.Raw[*ixon.Client]{
		Use: "ixon METHOD PATH", Short: "Call any operation of IXON Cloud", Provider: Provider(),
		Example: "  unictl api ixon GET users -F fields=publicId,name --paginate\n" +
			"  unictl api ixon POST groups -F name=\"Plant Lyon\" -F type:='{\"publicId\":\"GrpType00001\"}'\n" +
			"  unictl api ixon DELETE invites/Inv000000001 --yes",
		Call: (*ixon.Client).Raw, Guard: guardCall,
		Pages: func(ctx context.Context, c *ixon.Client, path string, query []rest.Param) iter.Seq2[rest.Item[json.RawMessage], error] {
			return c.RawPages(ctx, path, query)
		},
	}
}

// guardCall is the guard of the verb that does the same as a raw call. What becomes
// of a membership or a role by a body of the caller's is not judged: it counts as
// taken away. Words of a path are compared as a lenient server might.
func guardCall(call cli.RawCall) *cli.Guard[*ixon.Client, cli.RawCall] {
	is := func(words ...string) bool {
		for i, word := range words {
			if !strings.EqualFold(call.At(i), word) {
				return false
			}
		}
		return true
	}
	switch {
	case call.Method == http.MethodGet:
	case is("users", "memberships", "user"):
		return guardEach(idsOf(call, 3), func(_ context.Context, l *lockout, id string) error { return l.of(id) })
	case is("users", "memberships") && call.Method != http.MethodPost:
		return guardEach(idsOf(call, 2), func(ctx context.Context, l *lockout, id string) error {
			return l.ofMembership(ctx, id, func(*right) bool { return false })
		})
	case is("users", "service-account") && call.Method == http.MethodDelete:
		return guardEach(idsOf(call, 2), func(_ context.Context, l *lockout, id string) error { return l.of(id) })
	case is("users", "me") && call.Method == http.MethodDelete && (call.At(2) == "" || is("users", "me", "leave-companies")):
		return guardEach([]string{"me"}, func(_ context.Context, l *lockout, _ string) error { return l.ofMe() })
	case is("users") && call.Method == http.MethodDelete && call.At(2) == "":
		return guardEach(idsOf(call, 1), func(_ context.Context, l *lockout, id string) error { return l.of(id) })
	case is("groups") && call.Method == http.MethodDelete && call.At(2) == "":
		return guardEach(idsOf(call, 1), func(_ context.Context, l *lockout, id string) error {
			return l.ofMany(id, func(at place) bool { return at.group == id }, func(*right) bool { return false })
		})
	case is("roles") && call.Method != http.MethodPost:
		return guardEach(idsOf(call, 1), func(_ context.Context, l *lockout, id string) error {
			return l.ofMany(id, func(at place) bool { return at.role == id }, func(*right) bool { return false })
		})
	case is("access-tokens") && call.Method == http.MethodDelete:
		return guardToken(idsOf(call, 1))
	}
	return nil
}

// guardEach judges each of the objects that a call is about.
func guardEach(ids []string, judge func(ctx context.Context, l *lockout, id string) error) *cli.Guard[*ixon.Client, cli.RawCall] {
	return guarding(func(ctx context.Context, l *lockout, _ *cli.RawCall) error {
		for _, id := range ids {
			if err := judge(ctx, l, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// guardToken keeps the token in use.
func guardToken(ids []string) *cli.Guard[*ixon.Client, cli.RawCall] {
	return &cli.Guard[*ixon.Client, cli.RawCall]{Read: func(ctx context.Context, c *ixon.Client, _ cli.Allowed) (func(context.Context, *cli.RawCall) error, error) {
		mine, err := c.MyAccessToken().Do(ctx)
		if err != nil && !rest.Is(err, rest.NotFound) { // a service account's token is none of these
			return nil, err
		}
		return func(context.Context, *cli.RawCall) error {
			for _, id := range ids {
				if id == mine.Value.PublicID || strings.EqualFold(id, "me") {
					return cli.Lockout(cli.Yourself, "this is the token that the command itself uses")
				}
			}
			return nil
		}, nil
	}}
}

// idsOf are the objects that a call is about: the one at that place of its path, or
// those in its body.
func idsOf(call cli.RawCall, at int) (ids []string) {
	if id := call.At(at); id != "" {
		return []string{id}
	}
	type named struct {
		PublicID string `json:"publicId"`
	}
	var one named
	var many []named
	if json.Unmarshal(call.Body, &many) != nil && json.Unmarshal(call.Body, &one) == nil {
		many = []named{one}
	}
	return cli.Each(many, func(n named) string { return n.PublicID })
}
