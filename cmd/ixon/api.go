package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

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
// of a membership by a body of the caller's is not judged: it counts as taken away.
func guardCall(call cli.RawCall) *cli.Guard[*ixon.Client, cli.RawCall] {
	if call.Method == http.MethodGet || call.Method == http.MethodPost {
		return nil
	}
	ids := idsOf(call)
	each := func(judge func(ctx context.Context, l *lockout, id string) error) *cli.Guard[*ixon.Client, cli.RawCall] {
		return guarding(func(ctx context.Context, l *lockout, _ *cli.RawCall) error {
			for _, id := range ids {
				if err := judge(ctx, l, id); err != nil {
					return err
				}
			}
			return nil
		})
	}
	switch noun := call.At(0); {
	case noun == "memberships":
		return each(func(ctx context.Context, l *lockout, id string) error {
			return l.ofMembership(ctx, id, func(*right) bool { return false })
		})
	case call.Method == http.MethodDelete && (noun == "users" || noun == "service-accounts"):
		return each(func(_ context.Context, l *lockout, id string) error { return l.of(id) })
	case call.Method == http.MethodDelete && noun == "access-tokens":
		return &cli.Guard[*ixon.Client, cli.RawCall]{Read: func(ctx context.Context, c *ixon.Client, _ cli.Allowed) (func(context.Context, *cli.RawCall) error, error) {
			mine, err := c.MyAccessToken().Do(ctx)
			if err != nil && !rest.Is(err, rest.NotFound) { // a service account's token is none of these
				return nil, err
			}
			return func(context.Context, *cli.RawCall) error {
				for _, id := range ids {
					if id == mine.Value.PublicID {
						return cli.Lockout(cli.Yourself, "this is the token that the command itself uses")
					}
				}
				return nil
			}, nil
		}}
	}
	return nil
}

// idsOf are the objects that a call is about: the one in its path, or those in its
// body.
func idsOf(call cli.RawCall) (ids []string) {
	if id := call.At(1); id != "" {
		return []string{id}
	}
	var many []struct {
		PublicID string `json:"publicId"`
	}
	if json.Unmarshal(call.Body, &many) != nil {
		return nil
	}
	for _, one := range many {
		ids = append(ids, one.PublicID)
	}
	return ids
}
