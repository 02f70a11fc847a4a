package iotinvites

import (
	"errors"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestVerify(t *testing.T) {
	_, client := serveRoutes(t, map[string]answer{
		invitesRoute: ok(`["` + nora + `"]`),
		usersRoute:   ok(`[{"id":"u1","accounts":{"` + testAccount + `":"user"}},{"id":"u2","accounts":{"` + testAccount + `":"admin"}}]`),
	})
	ctx := t.Context()
	for name, err := range map[string]error{
		"withdrawn in another case": client.VerifyWithdrawn(ctx, norasUC), "removed": client.VerifyRemoved(ctx, "u3"), "promoted": client.VerifyPromoted(ctx, "u2"),
	} {
		if err != nil {
			t.Error(name, err)
		}
	}
	for want, err := range map[string]error{
		"still open": client.VerifyWithdrawn(ctx, nora), "still a member": client.VerifyRemoved(ctx, "u1"),
		`still "user"`: client.VerifyPromoted(ctx, "u1"), `still ""`: client.VerifyPromoted(ctx, "u3"),
	} {
		if e := asError(t, err, rest.Failed); !strings.Contains(e.Message, want) {
			t.Errorf("%q, want %q", e.Message, want)
		}
	}
	_, broken := serve(t, answer{status: 503})
	for _, err := range []error{broken.VerifyWithdrawn(ctx, nora), broken.VerifyRemoved(ctx, "u1"), broken.VerifyPromoted(ctx, "u1")} {
		e := asError(t, err, rest.Unknown)
		if inner, ok := errors.AsType[*rest.Error](e.Err); !ok || inner.Status != 503 || e.Hint == "" {
			t.Errorf("%v because of %v", e, e.Err)
		}
	}
}
