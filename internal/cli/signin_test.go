package cli

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// lock makes the service sign people in: each sign-in gives the next token, and
// only the newest one opens.
func (s *service) lock() *atomic.Int32 {
	signIns := &atomic.Int32{}
	token := func() string { return "token-" + string('0'+rune(signIns.Load())) }
	s.on("POST /sign-in", func(w http.ResponseWriter, r *http.Request) {
		signIns.Add(1)
		reply(200, `{"token":"`+token()+`"}`)(w, r)
	})
	s.on("GET /things", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token() {
			reply(401, `{}`)(w, r)
			return
		}
		reply(200, someThings)(w, r)
	})
	return signIns
}

func signInBench(t *testing.T) (*bench, *atomic.Int32) {
	t.Helper()
	b := newBench(t)
	delete(b.env, "UNICTL_PLANT_TOKEN")
	b.env["UNICTL_PLANT_USER"], b.env["UNICTL_PLANT_PASSWORD"] = "ada", canary
	return b, b.service.lock()
}

// client is a connected client in a session of its own, as a process has one.
func (b *bench) client() *plant {
	b.t.Helper()
	tree := newTree(b.App)
	tree.globals.Retries = 3
	client, err := newSession(tree, tree.root).Clients.Connect(b.ctx, plantProvider())
	if err != nil {
		b.t.Fatal(err)
	}
	return client.(*plant)
}

func workers(n int, do func()) {
	var all sync.WaitGroup
	for range n {
		all.Go(do)
	}
	all.Wait()
}

func list1(ctx context.Context, p *plant) error {
	_, err := rest.NewCall(p.Client, rest.Get("ThingList", "things"), rest.Ignore).Do(ctx)
	return err
}

func TestManyWorkersSignInOnce(t *testing.T) {
	t.Parallel()
	b, signIns := signInBench(t)
	client := b.client()
	workers(16, func() {
		if err := list1(b.ctx, client); err != nil {
			t.Error(err)
		}
	})
	if n := signIns.Load(); n != 1 {
		t.Errorf("signed in %d times", n)
	}
	b.want(0, "plant list") // another process takes the kept token
	if n := signIns.Load(); n != 1 {
		t.Errorf("signed in %d times", n)
	}
}

func TestManyWorkersRenewOnce(t *testing.T) {
	t.Parallel()
	b, signIns := signInBench(t)
	client := b.client()
	if err := list1(b.ctx, client); err != nil {
		t.Fatal(err)
	}
	for want := int32(3); want <= 7; want += 2 {
		signIns.Add(1) // the token is no longer the newest: refused
		workers(16, func() {
			if err := list1(b.ctx, client); err != nil {
				t.Error(err)
			}
		})
		if n := signIns.Load(); n != want {
			t.Errorf("signed in up to token %d, want %d", n, want)
		}
	}
}

// Two processes were refused with the same token: the second takes what the
// first got.
func TestARefusedTokenIsTheOneThatIsReplaced(t *testing.T) {
	t.Parallel()
	b, signIns := signInBench(t)
	if err := list1(b.ctx, b.client()); err != nil {
		t.Fatal(err)
	}
	refused := &http.Request{Header: http.Header{"Authorization": {"Bearer token-1"}}}
	for _, process := range []string{"first", "second"} {
		if fresh, err := b.credential().Renew(b.ctx, refused); err != nil || !fresh {
			t.Errorf("the %s process renewed: %v, %v", process, fresh, err)
		}
	}
	if n := signIns.Load(); n != 2 {
		t.Errorf("signed in %d times, want 2", n)
	}
}

// credential is what another process signs its requests with.
func (b *bench) credential() rest.Auth {
	b.t.Helper()
	auth, err := plantProvider().Credential(b.ctx, b.session())
	if err != nil {
		b.t.Fatal(err)
	}
	return auth
}

func TestAWrongPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	b, _ := signInBench(t)
	b.service.on("POST /sign-in", reply(401, `{"message":"wrong password"}`))
	client := b.client()
	workers(16, func() {
		if err := list1(b.ctx, client); fault.Code(err) != fault.ExitCredential {
			t.Errorf("got %v", err)
		}
	})
	if calls := b.service.calls(); !slices.Equal(calls, []string{"POST /sign-in"}) {
		t.Errorf("calls %q", calls)
	}
	b.want(4, "plant list") // another process tries it for itself
}

func TestTokensAreKeptApartAndClosed(t *testing.T) {
	t.Parallel()
	b, _ := signInBench(t)
	b.want(0, "plant list")
	b.env["UNICTL_PLANT_USER"] = "bob"
	b.want(0, "plant list")
	files, err := filepath.Glob(filepath.Join(b.home, "*", "*", "tokens", "*.json"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %q, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(text), canary) || !strings.Contains(string(text), "token-") {
			t.Errorf("%s holds %q, %v", file, text, err)
		}
	}
}

func TestNoCredential(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	delete(b.env, "UNICTL_PLANT_TOKEN")
	b.want(4, "plant list", "err:no credential for the plant", "err:hint: set UNICTL_PLANT_TOKEN")
	b.env["UNICTL_PLANT_USER"] = "ada"
	b.want(4, "plant list", "err:no credential")
	delete(b.env, "UNICTL_PLANT_SITE")
	b.want(2, "plant list", "err:plant is not fully configured: no UNICTL_PLANT_SITE", "err:UNICTL_PLANT_TOKEN")
	for _, name := range []string{"UNICTL_PLANT_URL", "UNICTL_PLANT_USER"} {
		delete(b.env, name)
	}
	b.want(2, "plant list", "err:plant is not configured", "err:`unictl init` sets it up")
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
	b.want(0, "plant list --context sandbox")
}

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
