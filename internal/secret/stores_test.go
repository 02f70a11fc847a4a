package secret_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"unictl/internal/secret"
)

// stores has an empty file and a keyring over the fake.
func stores(t *testing.T, fake *secret.FakeKeyring) (secret.Stores, *[]string) {
	t.Helper()
	warnings := &[]string{}
	return secret.Stores{
		Keyring: secret.FakeKeyringSource(fake, fakeLimit),
		File:    secret.FileSource(filepath.Join(t.TempDir(), "secrets.yaml")),
		Warn:    func(message string) { *warnings = append(*warnings, message) },
	}, warnings
}

func TestStoresKeepASecretOnce(t *testing.T) {
	ctx := context.Background()
	places, warnings := stores(t, &secret.FakeKeyring{})
	for _, step := range []struct {
		store  secret.Store
		text   string
		origin string
	}{
		{secret.StoreKeyring, "1", "OS keyring"}, {secret.StoreFile, "2", places.File.Name()},
		{secret.StoreFile, "3", places.File.Name()}, {secret.StoreKeyring, "4", "OS keyring"},
	} {
		err := places.Set(ctx, step.store, token, step.text)
		value, _, getErr := places.Get(ctx, token)
		if err := errors.Join(err, getErr); err != nil || value.Reveal() != step.text || value.Origin() != step.origin {
			t.Errorf("%q in %q, %v", value.Reveal(), value.Origin(), err)
		}
		_, inKeyring, keyringErr := places.Keyring.Get(ctx, token)
		_, inFile, fileErr := places.File.Get(ctx, token)
		if err := errors.Join(keyringErr, fileErr); err != nil || inKeyring == inFile {
			t.Errorf("keyring %v, file %v, %v", inKeyring, inFile, err)
		}
	}
	if err := errors.Join(places.Set(ctx, secret.StoreFile, token, "5"), places.Delete(ctx, token)); err != nil {
		t.Error(err)
	}
	if value, found, err := places.Get(ctx, token); found || err != nil || len(*warnings) > 0 {
		t.Errorf("after Delete: %q, %v, warnings %q", value.Reveal(), err, *warnings)
	}
	if want := "OS keyring, " + places.File.Name(); places.Name() != want {
		t.Errorf("name %q", places.Name())
	}
}

func TestStoresWithoutAKeyring(t *testing.T) {
	ctx := context.Background()
	for _, reason := range []secret.KeyringReason{secret.KeyringAbsent, secret.KeyringLocked, secret.KeyringRefused} {
		places, warnings := stores(t, &secret.FakeKeyring{
			Judgment: reason, Before: func(string, string) error { return errors.New("no") },
		})
		var failure *secret.KeyringError
		if _, found, err := places.Get(ctx, token); found || (reason == secret.KeyringAbsent) != (err == nil) || err != nil && !errors.As(err, &failure) {
			t.Errorf("%s: found %v, error %v", reason, found, err)
		}
		if err := places.Set(ctx, secret.StoreKeyring, token, canary); !errors.As(err, &failure) || failure.Reason != reason {
			t.Errorf("%s: error %v", reason, err)
		}
		if err := places.Set(ctx, secret.StoreFile, token, canary); err != nil {
			t.Errorf("%s: error %v", reason, err)
		}
		if value, _, err := places.Get(ctx, token); value.Reveal() != canary || err != nil {
			t.Errorf("%s: the way out is closed: %v", reason, err)
		}
		text := strings.Join(*warnings, "\n")
		if (reason == secret.KeyringAbsent) != (text == "") || text != "" && !strings.Contains(text, "older ixon.token") || strings.Contains(text, canary) {
			t.Errorf("%s: warnings %q", reason, text)
		}
	}
}
