package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A list that shows no ids cannot say that one is wrong, and gives none.
func TestListsWithoutIDs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("GET /things", reply(200, `[{"name":"Lathe"},{"name":"Press"}]`))
	b.want(0, "plant get id-unseen -o name", "out:id-unseen")
	b.want(5, "plant get Lathe", `err:id of thing "Lathe" not found`, "err:hint: the service's list shows none: give the id itself")
	b.want(5, "plant get Lahte", `err:thing "Lahte" not found`, `err:did you mean "Lathe"?`)
	b.want(2, "plant list --like Lathe", `err:--like: id of thing "Lathe" not found`)
	b.service.on("GET /things", reply(200, `[{"name":"Lathe"},{"id":"id-press","name":"Press"}]`))
	b.want(5, "plant get id-unseen", `err:thing "id-unseen" not found`)
	b.want(0, "plant get Press", "out:id-press")
	b.service.on("GET /things", reply(200, `[]`))
	b.want(5, "plant get id-unseen", "err:there are no things")
}

func TestCompletionOfFiles(t *testing.T) {
	t.Parallel()
	b := worksBench(t, fetchReport(), openDoor())
	for _, words := range [][]string{{"works", "fetch", ""}, {"works", "open", "a", "--door-key-file", ""}, {"works", "open", "a", "--body", ""}} {
		if diff := cmp.Diff([]string{}, b.tab(words...)); diff != "" {
			t.Error(diff)
		}
		if want := ":0\n"; b.out.String() != want { // the shell's own completion
			t.Errorf("%q completes with %q", words, b.out.String())
		}
	}
}
