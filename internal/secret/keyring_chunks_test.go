package secret_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"unictl/internal/secret"
)

// windowsLimit is the most that the Credential Manager takes for an entry.
const windowsLimit = 2560

func long(mark string, bytes int) string { return mark + strings.Repeat("ä", (bytes-len(mark))/2) }

func TestKeyringSplitsLongSecrets(t *testing.T) {
	ctx, fake := context.Background(), &secret.FakeKeyring{Largest: windowsLimit}
	keyring := secret.FakeKeyringSource(fake, fakeLimit)
	for _, step := range []struct {
		text    string
		entries int
	}{
		{long("1", 2000), 1},
		{long("1", 2003), 3},
		{long("2", 9001), 6},
		{long("3", 5001), 4},
		{strings.Repeat("x", 64<<10), 34},
		{strings.Repeat("\U0001f511", 16<<10), 34},
		{"xyz" + strings.Repeat("\U0001f511", 16<<10-1), 34},
		{"unictl-chunks:1:a:9:not-a-header", 2},
		{"unictl-chunks:", 1},
		{"short", 1},
	} {
		if err := keyring.Set(ctx, token, step.text); err != nil {
			t.Fatalf("%d bytes: %v", len(step.text), err)
		}
		if got := keyringText(t, keyring, token); got != step.text {
			t.Errorf("%d bytes became %d", len(step.text), len(got))
		}
		if got := len(fake.Entries()); got != step.entries {
			t.Errorf("%d bytes are kept in %d entries, want %d", len(step.text), got, step.entries)
		}
	}
	if err := errors.Join(keyring.Set(ctx, token, long("1", 9000)), keyring.Delete(ctx, token)); err != nil || len(fake.Entries()) > 0 {
		t.Errorf("after Delete %d entries, error %v", len(fake.Entries()), err)
	}
}

// TestKeyringInterrupted stops each Set and Delete after each number of calls,
// and each time goes on with another process.
func TestKeyringInterrupted(t *testing.T) {
	ctx, texts := context.Background(), []string{long("old", 5000), long("new", 9000), "short", ""}
	change := func(keyring *secret.Keyring, text string) error {
		if text == "" {
			return keyring.Delete(ctx, token)
		}
		return keyring.Set(ctx, token, text)
	}
	for _, before := range texts {
		for _, after := range texts {
			for calls, done := 0, false; !done; calls++ {
				name := fmt.Sprintf("from %.3q to %.3q, %d calls", before, after, calls)
				fake := &secret.FakeKeyring{Largest: windowsLimit, Judgment: secret.KeyringRefused}
				if err := change(secret.FakeKeyringSource(fake, fakeLimit), before); err != nil {
					t.Fatal(name, err)
				}
				stop := fake.Calls() + calls
				fake.Before = func(string, string) error {
					if fake.Calls() > stop {
						return secret.ErrInterrupted
					}
					return nil
				}
				err := change(secret.FakeKeyringSource(fake, fakeLimit), after)
				done = err == nil
				fake.Before = nil
				if got := keyringText(t, secret.FakeKeyringSource(fake, fakeLimit), token); got != before && got != after || done && got != after {
					t.Errorf("%s: %.5q", name, got)
				}
				next := secret.FakeKeyringSource(fake, fakeLimit)
				if err := errors.Join(next.Set(ctx, token, "last"), next.Delete(ctx, token)); err != nil || len(fake.Entries()) > 0 {
					t.Errorf("%s: %d entries are left over, error %v", name, len(fake.Entries()), err)
				}
			}
		}
	}
}

// TestKeyringLeftovers has chunks that a longer secret left behind.
func TestKeyringLeftovers(t *testing.T) {
	fake := &secret.FakeKeyring{Judgment: secret.KeyringRefused}
	fake.Before = func(call, key string) error {
		if call == "set" && key == "prod/ixon/token" {
			return secret.ErrInterrupted
		}
		return nil
	}
	keyring := secret.FakeKeyringSource(fake, fakeLimit)
	if err := keyring.Set(context.Background(), token, long("1", 9000)); err == nil || len(fake.Entries()) != 5 {
		t.Fatalf("%d entries, error %v", len(fake.Entries()), err)
	}
	fake.Before = nil
	if err := keyring.Set(context.Background(), token, long("2", 5000)); err != nil || len(fake.Entries()) != 4 {
		t.Errorf("%d entries, error %v", len(fake.Entries()), err)
	}
}

func TestKeyringIncompleteSecrets(t *testing.T) {
	ctx := context.Background()
	for name, damage := range map[string]func(*secret.FakeKeyring) error{
		"missing chunk":  func(f *secret.FakeKeyring) error { return f.Delete("prod/ixon/token#a.1") },
		"changed chunk":  func(f *secret.FakeKeyring) error { return f.Set("prod/ixon/token#a.1", canary) },
		"damaged header": func(f *secret.FakeKeyring) error { return f.Set("prod/ixon/token", "unictl-chunks:1:"+canary) },
		"endless header": func(f *secret.FakeKeyring) error {
			return f.Set("prod/ixon/token", "unictl-chunks:1:a:1000000000:"+canary)
		},
		"header of words": func(f *secret.FakeKeyring) error { return f.Set("prod/ixon/token", "unictl-chunks:1:a:x:"+canary) },
	} {
		fake := &secret.FakeKeyring{}
		keyring := secret.FakeKeyringSource(fake, fakeLimit)
		if err := errors.Join(keyring.Set(ctx, token, long(canary, 5000)), damage(fake)); err != nil {
			t.Fatal(err)
		}
		_, found, err := keyring.Get(ctx, token)
		var invalid *secret.InvalidError
		if found || !errors.As(err, &invalid) || !strings.Contains(err.Error(), "incomplete") || strings.Contains(err.Error(), canary) || fake.Calls() > 40 {
			t.Errorf("%s: found %v, error %v", name, found, err)
		}
		if err := keyring.Set(ctx, token, "again"); err != nil || keyringText(t, keyring, token) != "again" {
			t.Errorf("%s: set again: %v", name, err)
		}
	}
}

// TestKeyringChangedMeanwhile sets the secret anew between the header and the
// chunks of a Get.
func TestKeyringChangedMeanwhile(t *testing.T) {
	ctx, fake, fresh := context.Background(), &secret.FakeKeyring{}, long("fresh", 9000)
	if err := secret.FakeKeyringSource(fake, fakeLimit).Set(ctx, token, long("stale", 5000)); err != nil {
		t.Fatal(err)
	}
	fake.Before = func(call, key string) error {
		if call != "get" || key != "prod/ixon/token#a.0" {
			return nil
		}
		fake.Before = nil
		return secret.FakeKeyringSource(fake, fakeLimit).Set(ctx, token, fresh)
	}
	if got := keyringText(t, secret.FakeKeyringSource(fake, fakeLimit), token); got != fresh {
		t.Errorf("got %.10q", got)
	}
}
