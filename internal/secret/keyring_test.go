package secret_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/secret"
)

const fakeLimit = 500 * time.Millisecond

func keyringText(t *testing.T, keyring *secret.Keyring, ref secret.Ref) string {
	t.Helper()
	value, found, err := keyring.Get(context.Background(), ref)
	if err != nil || found != (value.Reveal() != "") || found && value.Origin() != "OS keyring" {
		t.Fatalf("%v: found %v from %q, error %v", ref, found, value.Origin(), err)
	}
	return value.Reveal()
}

func TestKeyringKeepsSecrets(t *testing.T) {
	ctx, fake := context.Background(), &secret.FakeKeyring{}
	keyring := secret.FakeKeyringSource(fake, fakeLimit)
	odd := secret.Ref{Context: "a/b", Provider: "ixon", Name: "token"}
	same := secret.Ref{Context: "a", Provider: "b/ixon", Name: "token"}
	upper := secret.Ref{Context: "Prod", Provider: "ixon", Name: "token"}
	for _, ref := range []secret.Ref{token, odd, same, upper, {Provider: "devo", Name: "api_key"}} {
		if got := keyringText(t, keyring, ref); got != "" {
			t.Errorf("%v is there: %q", ref, got)
		}
		text := canary + ref.Context
		err := errors.Join(keyring.Set(ctx, ref, "old"), keyring.Set(ctx, ref, text+"\n"))
		if got := keyringText(t, keyring, ref); got != text || err != nil {
			t.Errorf("%v: %q, %v", ref, got, err)
		}
	}
	want := map[string]string{
		"prod/ixon/token": canary + "prod", "a%2fb/ixon/token": canary + "a/b", "a/b%2fixon/token": canary + "a",
		"%50rod/ixon/token": canary + "Prod", "/devo/api_key": canary,
	}
	if diff := cmp.Diff(want, fake.Entries()); diff != "" {
		t.Error(diff)
	}
	if err := errors.Join(keyring.Delete(ctx, token), keyring.Delete(ctx, token), keyring.Status(ctx)); err != nil {
		t.Error(err)
	}
	if got := keyringText(t, keyring, token); got != "" || keyringText(t, keyring, upper) == "" {
		t.Errorf("after Delete: %q", got)
	}
}

func TestKeyringSetRefuses(t *testing.T) {
	fake := &secret.FakeKeyring{}
	for _, text := range []string{"", "\n", canary + "\nx", canary + "\x00", strings.Repeat("x", 64<<10+1)} {
		err := secret.FakeKeyringSource(fake, fakeLimit).Set(context.Background(), token, text)
		var invalid *secret.InvalidError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), "ixon.token") || strings.Contains(err.Error(), canary) || fake.Calls() > 0 {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}

func TestKeyringThatCannotBeUsed(t *testing.T) {
	broken := errors.New("it is\x1b[1m broken")
	hang := make(chan struct{})
	defer close(hang)
	hanging := func(string, string) error { <-hang; return nil }
	failing := func(string, string) error { return broken }
	panicking := func(string, string) error { panic("no signal") }
	for name, test := range map[string]struct {
		fake   *secret.FakeKeyring
		reason secret.KeyringReason
		text   string
		calls  int // of two Gets and a Set
	}{
		"absent":     {&secret.FakeKeyring{Absent: broken}, secret.KeyringAbsent, "there is no OS keyring: it is[1m broken", 0},
		"found out":  {&secret.FakeKeyring{Before: failing, Judgment: secret.KeyringAbsent}, secret.KeyringAbsent, "no OS keyring", 1},
		"locked":     {&secret.FakeKeyring{Before: hanging, Judgment: secret.KeyringLocked}, secret.KeyringLocked, "the OS keyring is locked", 1},
		"slow":       {&secret.FakeKeyring{Before: hanging, Judgment: secret.KeyringSlow}, secret.KeyringSlow, "did not answer within 500ms", 1},
		"refusing":   {&secret.FakeKeyring{Before: failing, Judgment: secret.KeyringRefused}, secret.KeyringRefused, "failed: it is[1m broken", 3},
		"panicking":  {&secret.FakeKeyring{Before: panicking, Judgment: secret.KeyringRefused}, secret.KeyringRefused, "failed: it went away: no signal", 3},
		"forgetting": {&secret.FakeKeyring{Judgment: secret.KeyringRefused, Before: nil}, secret.KeyringRefused, "could not be read back", 4},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "forgetting" {
				test.fake.Before = forgetting(test.fake)
			}
			keyring := secret.FakeKeyringSource(test.fake, fakeLimit)
			for range 2 {
				_, found, err := keyring.Get(context.Background(), token)
				if quiet := test.reason == secret.KeyringAbsent || name == "forgetting"; found || (err == nil) != quiet {
					t.Errorf("Get: found %v, error %v", found, err)
				}
			}
			err := keyring.Set(context.Background(), token, canary)
			var failure *secret.KeyringError
			if !errors.As(err, &failure) || failure.Reason != test.reason || !strings.Contains(err.Error(), test.text) {
				t.Fatalf("Set: %v", err)
			}
			if test.fake.Calls() != test.calls { // one that did not answer is not waited for again
				t.Errorf("%d calls, want %d", test.fake.Calls(), test.calls)
			}
			if !strings.Contains(failure.Hint(), "--store file") || strings.Contains(err.Error()+failure.Hint(), canary) {
				t.Errorf("way out %q", failure.Hint())
			}
			if status := keyring.Status(context.Background()); (status == nil) != (name == "forgetting") {
				t.Errorf("status %v", status)
			}
		})
	}
}

// forgetting makes a keyring that takes entries and has none.
func forgetting(fake *secret.FakeKeyring) func(call, key string) error {
	return func(call, key string) error {
		if call == "get" {
			fake.Forget(key)
		}
		return nil
	}
}

func TestKeyringEndsWithTheContext(t *testing.T) {
	hang := make(chan struct{})
	fake := &secret.FakeKeyring{Judgment: secret.KeyringSlow, Before: func(string, string) error { <-hang; return nil }}
	keyring := secret.FakeKeyringSource(fake, time.Minute)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, found, err := keyring.Get(ctx, token); found || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("found %v, error %v", found, err)
	}
	close(hang)
	if err := keyring.Set(context.Background(), token, canary); err != nil || keyringText(t, keyring, token) != canary {
		t.Errorf("what the context ended was remembered: %v", err)
	}
}

func TestKeyringContexts(t *testing.T) {
	ctx, fake := context.Background(), &secret.FakeKeyring{}
	keyring := secret.FakeKeyringSource(fake, fakeLimit)
	password := secret.Ref{Provider: "ixon", Name: "password"}
	in := func(ref secret.Ref, name string) secret.Ref { ref.Context = name; return ref }
	long := strings.Repeat("long", 1000)
	check := func(step string, err error, want ...string) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		got := []string{
			keyringText(t, keyring, in(token, "prod")), keyringText(t, keyring, in(password, "prod")),
			keyringText(t, keyring, in(token, "test")), keyringText(t, keyring, in(password, "test")),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", step, diff)
		}
	}
	check("rename nothing", keyring.RenameContext(ctx, "prod", "test", token, password), "", "", "", "")
	check("set", errors.Join(keyring.Set(ctx, in(token, "prod"), long), keyring.Set(ctx, in(password, "test"), "old")), long, "", "", "old")
	check("rename to itself", keyring.RenameContext(ctx, "prod", "prod", token, password), long, "", "", "old")
	check("rename", keyring.RenameContext(ctx, "prod", "test", token, password), "", "", long, "")
	check("rename nothing over", keyring.RenameContext(ctx, "prod", "test", token, password), "", "", long, "")
	check("delete another", keyring.DeleteContext(ctx, "prod", token, password), "", "", long, "")
	check("delete", keyring.DeleteContext(ctx, "test", token, password), "", "", "", "")
	if len(fake.Entries()) != 0 {
		t.Errorf("left: %v", fake.Entries())
	}
	absent := secret.FakeKeyringSource(&secret.FakeKeyring{Absent: errors.New("none")}, fakeLimit)
	if err := errors.Join(absent.RenameContext(ctx, "prod", "test", token), absent.DeleteContext(ctx, "prod", token)); err != nil {
		t.Errorf("without a keyring: %v", err)
	}
}
