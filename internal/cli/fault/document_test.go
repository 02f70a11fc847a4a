package fault

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

// canary is a secret: it may be shown nowhere.
const canary = "canary-7f3e9a"

func TestErrorsForPeople(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"hint": {
			&NotFoundError{Flag: "--role", Noun: "role", Text: "Enginer", Candidates: []string{"Engineer", "Viewer"}},
			"error: plant: invite ada: --role: role \"Enginer\" not found\nhint: did you mean \"Engineer\"?\n",
		},
		"candidates": {
			&NotFoundError{Noun: "role", Text: "Boss", Candidates: []string{"Engineer", "Viewer"}, Target: true},
			"error: plant: invite ada: role \"Boss\" not found\nhint: roles: Engineer, Viewer\n",
		},
		"ambiguous": {
			&AmbiguousError{Flag: "--role", Noun: "role", Text: "Boss", Candidates: []string{"a1 old", "b2"}},
			"error: plant: invite ada: --role: role \"Boss\" is ambiguous: 2 have this name\nhint: use an id: a1 old, b2\n",
		},
		"several lines": {
			errors.Join(errors.New("one"), errors.New("two")),
			"error: plant: invite ada: one\n       two\n",
		},
		"control characters": {errors.New("red \x1b[31m"), "error: plant: invite ada: red ␛[31m\n"},
		"interrupted":        {context.Canceled, "error: plant: invite ada: interrupted\n"},
		"interrupted rows":   {errors.Join(&RowsError{Failed: 1, Total: 5, Left: 3}, context.Canceled), "error: plant: invite ada: interrupted: 1 of 5 failed, 3 not tried\n"},
		"slow":               {context.DeadlineExceeded, "error: plant: invite ada: it took too long\n"},
		"secret":             {errors.New("bad value " + canary), "error: plant: invite ada: bad value [redacted]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secrets := &rest.Secrets{}
			secrets.Add(canary)
			var b strings.Builder
			Report(&b, Describe(c.err, "plant invite ada", "plant", secrets.Mask), false)
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrorDocumentOfTheService(t *testing.T) {
	t.Parallel()
	index := 0
	err := &StepError{Name: "add", Err: &rest.Error{
		Kind: rest.Temporary, Status: 429, RequestID: "r-1", RetryAfter: 90e9, Message: "slow down",
		Fields: []rest.Field{{Name: "name", Index: &index, Message: "taken"}}, Hint: "wait",
	}}
	got := Describe(err, "plant add", "plant", (*rest.Secrets)(nil).Mask)
	want := Document{
		Code: "temporary", Exit: 7, Message: "add: slow down (HTTP 429)", Hint: "wait", Provider: "plant", Action: "plant add",
		Status: 429, RequestID: "r-1", RetryAfter: 90, Fields: []rest.Field{{Name: "name", Index: &index, Message: "taken"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAllHintsAreFound(t *testing.T) {
	t.Parallel()
	inner := &rest.Error{Message: "x", Hint: "from the service"}
	for want, err := range map[string]error{
		"from the service":    errors.Join(errors.New("plain"), inner),
		"by hand":             &StepError{GoOn: "by hand", Err: inner},
		"write it so":         &UsageError{Hint: "write it so"},
		"ask an admin":        &RefusedError{Hint: "ask an admin"},
		"make it executive":   &NotFoundError{Way: "make it executive"},
		"did you mean \"b\"?": &NotFoundError{Text: "a", Close: "b"},
	} {
		if got := Hint(err); got != want {
			t.Errorf("hint %q, want %q", got, want)
		}
	}
	if got := Hint(&StepError{Err: inner}); got != "from the service" {
		t.Errorf("a step without a way of its own gives %q", got)
	}
}

// A command without --if-absent does not propose it.
func TestHintOfWhatExists(t *testing.T) {
	t.Parallel()
	for skippable, want := range map[bool]string{true: "add --if-absent to make this a success without a change", false: ""} {
		doc := Describe(&ExistsError{What: "it is there", Skippable: skippable}, "", "", (&rest.Secrets{}).Mask)
		if doc.Hint != want || doc.Exit != ExitConflict {
			t.Errorf("skippable %v: exit %d, hint %q", skippable, doc.Exit, doc.Hint)
		}
	}
}

// The service's id of a request is part of the text that people read too.
func TestRequestIDInText(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	Report(&text, Describe(&rest.Error{Kind: rest.Failed, Message: "no", RequestID: "cid-1"}, "devo tokens list", "devo", (&rest.Secrets{}).Mask), false)
	if want := "error: devo: tokens list: no\nrequest id: cid-1\n"; text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
}

func TestHostileTextInAnError(t *testing.T) {
	t.Parallel()
	const hostile, want = "ad\u200ba\u202e\x1b[2J\u200e\ufeff", `ad\u200ba\u202e␛[2J\u200e\ufeff`
	var text strings.Builder
	Report(&text, Describe(&rest.Error{Kind: rest.Failed, Message: hostile, Hint: hostile, RequestID: hostile}, "devo tokens get "+hostile, "devo", (&rest.Secrets{}).Mask), false)
	if want := "error: devo: tokens get " + want + ": " + want + "\nrequest id: " + want + "\nhint: " + want + "\n"; text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
}
