package ixon

import (
	"errors"
	"strings"
	"testing"

	"unictl/internal/cli"
)

// withRole picks the memberships with a role.
func withRole(id string) func(place) bool { return func(at place) bool { return at.role == id } }

func keeps(*right) bool { return true }

// TestRolesAndGroupsLockNobodyOut: what is done to a role or a group is done to all
// who have it.
func TestRolesAndGroupsLockNobodyOut(t *testing.T) {
	_, l := read(t, companyOf(holds("a", "ma admin"), holds("b", "mb owner", "mv viewer"), holds("me", "mm viewer")))
	refused(t, l.ofMany("viewer", withRole("viewer"), gone), "takes something away from the account")
	passes(t, l.ofMany("none", withRole("none"), gone)) // nobody has it

	// either of two roles that administer may go, but not both; asked again, it says the same
	passes(t, l.ofMany("admin", withRole("admin"), gone), l.ofMany("admin", withRole("admin"), gone))
	lost := l.ofMany("owner", withRole("owner"), gone)
	if e, ok := errors.AsType[*cli.RefusedError](lost); !ok || e.Message != "it would leave nobody who administers the company" || !strings.Contains(e.Hint, string(cli.LastOne)) {
		t.Errorf("the last role that administers: %v", lost)
	}
	passes(t, l.ofMany("owner", withRole("owner"), keeps)) // it loses something else
	refused(t, l.of("b"), "last administrator")

	// what is allowed is not refused
	_, client := serve(t, companyOf(holds("me", "mm admin")))
	meant, err := readLockout(t.Context(), client, cli.Allowed{Self: true, LastAdmin: true})
	passes(t, err, meant.ofMany("admin", withRole("admin"), gone))
}
