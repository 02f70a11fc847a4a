package doctor

import (
	"errors"
	"strings"
	"testing"
	"time"

	"unictl/internal/cli"
	"unictl/internal/secret"
)

func TestKeyringFindings(t *testing.T) {
	t.Parallel()
	failure := func(reason secret.KeyringReason) error {
		return &secret.KeyringError{Reason: reason, Limit: 3 * time.Second, Err: errors.New("the system's own words")}
	}
	for _, c := range []struct {
		err          error
		status       Status
		detail, next string
	}{
		{nil, OK, "can be used", ""},
		{failure(secret.KeyringAbsent), Note, "there is no OS keyring: the system's own words", "--store file"},
		{failure(secret.KeyringLocked), Problem, "is locked", "unlock it"},
		{failure(secret.KeyringSlow), Problem, "did not answer within 3s", "asks for something in a window"},
		{failure(secret.KeyringRefused), Problem, "failed: the system's own words", "--store file"},
		{errors.New("something new"), Problem, "something new", "look at the keyring"},
	} {
		e := &examination{session: &cli.Session{}}
		f := e.keyringFinding(c.err)
		if f.Status != c.status || f.Check != "keyring" || !strings.Contains(f.Detail, c.detail) || !strings.Contains(f.Next, c.next) || (c.next == "") != (f.Next == "") {
			t.Errorf("%v: %+v", c.err, f)
		}
	}
}
