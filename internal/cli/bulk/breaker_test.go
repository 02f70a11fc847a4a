package bulk

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// What every further row would meet ends a run; what is about one row does not.
func TestWhatEndsARun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		ends bool
	}{
		{&rest.Error{Kind: rest.Credential, Unsigned: true}, true},
		{&rest.Error{Kind: rest.Credential, Status: 401}, true},
		{&rest.Error{Kind: rest.Credential, Status: 400}, true},
		{&rest.Error{Kind: rest.Credential, Status: 403}, false},
		{&rest.Error{Kind: rest.Credential}, false}, // refused here: this one may not
		{&fault.CredentialError{}, true},
		{&rest.Error{Kind: rest.Temporary, Status: 429}, true},
		{&rest.Error{Kind: rest.Temporary, RetryAfter: time.Minute}, true},
		{&rest.Error{Kind: rest.Temporary, Status: 503, RetryAfter: time.Minute}, false},
		{&rest.Error{Kind: rest.Temporary}, false},
		{&rest.Error{Kind: rest.Conflict, Status: 409}, false},
		{errors.New("anything else"), false},
		{nil, false},
	} {
		for _, err := range []error{c.err, fmt.Errorf("invite ada@example.com: %w", c.err)} {
			var h breaker
			h.heard(err)
			if ended := h.why() != nil; ended != c.ends {
				t.Errorf("%#v: ended %t, want %t", c.err, ended, c.ends)
			}
		}
	}
}

// A service that answers no row is down, unless one is answered in between.
func TestSilenceEndsARun(t *testing.T) {
	t.Parallel()
	var h breaker
	gone := &rest.Error{Kind: rest.Temporary}
	for range 2 {
		for range mostSilence - 1 {
			h.heard(gone)
		}
		if h.why() != nil {
			t.Fatal("it ended too early")
		}
		h.heard(&rest.Error{Kind: rest.Conflict})
	}
	for range mostSilence {
		h.heard(gone)
	}
	if h.why() == nil {
		t.Error("it goes on")
	}
}

// Where nothing can look, each unknown outcome is a person's work: three in a row
// end the run. What was not sent in between shows no service that works.
func TestDoubtsThatNothingCanLookUpEndARun(t *testing.T) {
	t.Parallel()
	lost, down := &rest.Error{Kind: rest.Unknown}, &rest.Error{Kind: rest.Temporary}
	for _, blind := range []bool{true, false} {
		h := breaker{blind: blind}
		for _, err := range []error{lost, lost, nil, lost, down, fmt.Errorf("invite: %w", lost)} {
			h.heard(err)
		}
		if h.why() != nil {
			t.Fatal("it ended too early")
		}
		h.heard(lost)
		if ended := h.why() != nil; ended != blind {
			t.Errorf("nothing can look %t: ended %t", blind, ended)
		}
	}
}
