package ixon

import (
	"fmt"
	"slices"
	"testing"

	"unictl/internal/cli"
	"unictl/internal/ixon"
)

// TestOneReadingOfWhoLoses: who has roles, and who and what stands in groups, is read
// once, however many of them are deleted; groups themselves are read each time, since
// they go.
func TestOneReadingOfWhoLoses(t *testing.T) {
	data := companyOf(holds("a", "ma admin"))
	data["/invites"], data["/agents"], data["/assets"], data["/groups"] = "[]", "[]", "[]", `[{"publicId":"g"}]`
	server, client := serve(t, data)
	role, okRole := deleteRole().(cli.Change[*ixon.Client, deleteRoleIn])
	group, okGroup := deleteGroup().(cli.Change[*ixon.Client, deleteGroupIn])
	if !okRole || !okGroup {
		t.Fatal("no changes")
	}
	for i := range 20 {
		if _, err := role.Steps(t.Context(), client, &deleteRoleIn{Role: cli.Ref{ID: fmt.Sprint("r", i)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := group.Steps(t.Context(), client, &deleteGroupIn{Group: cli.Ref{ID: fmt.Sprint("g", i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := role.Steps(t.Context(), client, &deleteRoleIn{Role: cli.Ref{ID: "admin"}}); err == nil {
		t.Error("a role in use is deleted")
	}
	count := map[string]int{}
	for _, call := range server.asked() {
		count[call]++
	}
	for call, want := range map[string]int{"GET /users": 2, "GET /invites": 2, "GET /agents": 1, "GET /assets": 1, "GET /groups": 20} {
		if count[call] != want {
			t.Errorf("%s: %d times, want %d of %q", call, count[call], want, slices.Compact(server.asked()))
		}
	}
}
