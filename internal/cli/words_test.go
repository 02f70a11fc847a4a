package cli

import (
	"strings"
	"testing"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// A command without --if-absent does not propose it.
func TestHintOfWhatExists(t *testing.T) {
	t.Parallel()
	for skippable, want := range map[bool]string{true: "add --if-absent to make this a success without a change", false: ""} {
		doc := fault.Describe(&fault.ExistsError{What: "it is there", Skippable: skippable}, "", "", (&rest.Secrets{}).Mask)
		if doc.Hint != want || doc.Exit != fault.ExitConflict {
			t.Errorf("skippable %v: exit %d, hint %q", skippable, doc.Exit, doc.Hint)
		}
	}
}

// The service's id of a request is part of the text that people read too.
func TestRequestIDInText(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	fault.Report(&text, fault.Describe(&rest.Error{Kind: rest.Failed, Message: "no", RequestID: "cid-1"}, "devo tokens list", "devo", (&rest.Secrets{}).Mask), false)
	if want := "error: devo: tokens list: no\nrequest id: cid-1\n"; text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
}
