package cli

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code  int
		text  string
		finds []string
	}{
		"id":                {0, "id-press", []string{"out:id-press"}},
		"exact name":        {0, "Lathe", []string{"out:id-lathe"}},
		"other case":        {0, "lATHE", []string{"out:id-lathe"}},
		"exact before case": {0, "press", []string{"out:id-press-2"}},
		"ambiguous":         {2, "PRESS", []string{`err:--like: thing "PRESS" is ambiguous: 2 have this name`, "err:use an id: id-press a thing, id-press-2 a thing"}},
		"misspelt":          {2, "Lahte", []string{`err:--like: thing "Lahte" not found`, `err:did you mean "Lathe"?`}},
		"unknown":           {2, "Excavator", []string{`err:thing "Excavator" not found`, "err:things: Lathe, Press, press"}},
		"empty":             {2, "", []string{"err:--like: a name or id is needed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.want(c.code, "plant list -o name --like="+c.text, c.finds...)
		})
	}
}

func TestLookupOfATarget(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if code := b.run("plant", "get", " Lathe ", "-o", "name"); code != 0 || b.out.String() != "id-lathe\n" {
		t.Errorf("blanks around a name: exit %d, %q", code, b.out.String())
	}
	b.want(5, "plant get Lahte", "err:plant: get Lahte: thing \"Lahte\" not found", `err:did you mean "Lathe"?`)
	b.service.on("GET /things", reply(http.StatusOK, "[]"))
	b.want(5, "plant get Lathe", "err:hint: there are no things")
}

// Who may not list things may still name one by its id.
func TestLookupPassesAnIDThroughWhereTheListIsForbidden(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("GET /things", reply(http.StatusForbidden, `{"message":"no"}`))
	b.want(0, "plant get id-anything -o name", "out:id-anything")
	b.want(4, "plant get Lathe")
	b.service.on("GET /things", reply(http.StatusInternalServerError, `{}`))
	b.want(7, "plant get id-anything --retries 0")
}

func TestAListIsReadOnceARun(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant remove Lathe id-press --yes -q")
	lists := slices.DeleteFunc(b.service.calls(), func(call string) bool { return call != "GET /things" })
	if len(lists) != 1 {
		t.Errorf("the list was read %d times", len(lists))
	}
}

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
