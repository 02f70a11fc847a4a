package iot

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/iotinvites"
)

// Call is `unictl api iot`.
func Call() cli.Command {
	return cli.Raw[*iotinvites.Client]{
		Use: "iot METHOD PATH", Short: "Call any operation of the Open IoT Service Platform", Provider: Provider(),
		Example: "  unictl api iot GET auth/me\n" +
			"  unictl api iot GET accounts/\"$ACCOUNT\"/devices --jq '.[].deviceId'\n" +
			"  unictl api iot DELETE accounts/\"$ACCOUNT\"/invites/ada@example.com --yes",
		Call: (*iotinvites.Client).Raw, Guard: guardCall,
	}
}

// guardCall guards the removal of a member, which is a deletion of the invitation of
// that address, or of "me" (§4.5), or of the user where a server has that. Another
// account than the one in use is not looked at.
func guardCall(call cli.RawCall) *cli.Guard[*iotinvites.Client, cli.RawCall] {
	who := call.At(3)
	if call.Method != http.MethodDelete || call.At(0) != "accounts" || who == "" {
		return nil
	}
	return &cli.Guard[*iotinvites.Client, cli.RawCall]{Read: func(ctx context.Context, c *iotinvites.Client, allowed cli.Allowed) (func(context.Context, *cli.RawCall) error, error) {
		if !strings.EqualFold(call.At(1), c.AccountID()) || call.At(2) != "invites" && call.At(2) != "users" {
			return func(context.Context, *cli.RawCall) error { return nil }, nil
		}
		r, err := readRoster(ctx, c)
		if err != nil {
			return nil, err
		}
		id := who
		if at := slices.IndexFunc(r.members, func(m member) bool { return m.Email == who }); at >= 0 {
			id = r.members[at].ID
		}
		if who == r.me.Email || strings.EqualFold(who, "me") {
			id = r.me.ID
		}
		if !slices.ContainsFunc(append(r.members, r.me), func(m member) bool { return m.ID == id }) {
			return func(context.Context, *cli.RawCall) error { return nil }, nil // an invitation
		}
		mayGo, err := guardRemoval(ctx, c, allowed)
		return func(ctx context.Context, _ *cli.RawCall) error {
			return mayGo(ctx, &oneMember{Member: cli.Ref{ID: id}})
		}, err
	}}
}
