package cli

import (
	"testing"
	"time"

	"unictl/internal/cli/fault"
)

// signInNow signs in as a command of its own process would.
func (b *bench) signInNow() (*time.Time, error) {
	b.t.Helper()
	s := b.session()
	if _, err := s.Clients.Connect(b.ctx, plantProvider()); err != nil {
		b.t.Fatal(err)
	}
	return s.Clients.SignInNow(b.ctx)
}

// A token that is kept proves nothing of the password in use now.
func TestSigningInNow(t *testing.T) {
	t.Parallel()
	b, signIns := signInBench(t)
	for want := int32(1); want <= 2; want++ {
		ends, err := b.signInNow()
		if err != nil || ends != nil || signIns.Load() != want {
			t.Errorf("signed in %d times, want %d; ends %v, %v", signIns.Load(), want, ends, err)
		}
	}
	if err := list1(b.ctx, b.client()); err != nil || signIns.Load() != 2 {
		t.Errorf("the new token is not kept: %v after %d sign-ins", err, signIns.Load())
	}
}

// A refusal takes nothing away: others go on with the token that is kept.
func TestSigningInNowWithAWrongPassword(t *testing.T) {
	t.Parallel()
	b, _ := signInBench(t)
	if _, err := b.signInNow(); err != nil {
		t.Fatal(err)
	}
	b.service.on("POST /sign-in", reply(401, `{}`))
	if _, err := b.signInNow(); fault.Code(err) != fault.ExitCredential {
		t.Errorf("got %v", err)
	}
	if err := list1(b.ctx, b.client()); err != nil {
		t.Errorf("the token that was kept is gone: %v", err)
	}
}

func TestNothingToSignInWith(t *testing.T) {
	t.Parallel()
	b := newBench(t) // its token is fixed
	if _, err := b.session().Clients.SignInNow(t.Context()); fault.Code(err) != fault.ExitCredential {
		t.Errorf("got %v", err)
	}
}
