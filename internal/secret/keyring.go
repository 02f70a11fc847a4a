package secret

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/zalando/go-keyring"
)

const (
	keyringService = "unictl"
	keyringLimit   = 3 * time.Second
)

// KeyringOptions are the settings of a KeyringSource; the zero value works.
type KeyringOptions struct {
	// Env tells where the D-Bus session is, as os.LookupEnv does; nil is that.
	Env   func(string) (string, bool)
	Limit time.Duration // of each call of the keyring; 0 is 3 s
}

// Keyring keeps secrets in the keyring of the operating system: the Secret
// Service of a D-Bus session, the Keychain of macOS, the Credential Manager of
// Windows. Its entries are of the service "unictl" and the user
// "context/provider/name".
//
// The keyring is first touched when a secret is asked for. A keyring that is
// absent, locked or slow once stays so for the life of the Keyring: it costs
// its limit once. Errors: *KeyringError, *InvalidError, the context's end.
type Keyring struct{ entries *keyringEntries }

// KeyringSource makes a Keyring. It never starts a D-Bus session: without
// DBUS_SESSION_BUS_ADDRESS or a socket in XDG_RUNTIME_DIR there is no keyring.
func KeyringSource(opts KeyringOptions) *Keyring {
	if opts.Env == nil {
		opts.Env = os.LookupEnv
	}
	if opts.Limit == 0 {
		opts.Limit = keyringLimit
	}
	return newKeyring(systemKeyring{env: opts.Env}, opts.Limit)
}

func newKeyring(system keyringSystem, limit time.Duration) *Keyring {
	return &Keyring{&keyringEntries{system: system, limit: limit, turn: make(chan struct{}, 1)}}
}

// Name is "OS keyring".
func (k *Keyring) Name() string { return "OS keyring" }

// Get finds a secret by its context, provider and name. An absent keyring has
// none; one that is locked, slow or refuses is an error, as it may have it.
func (k *Keyring) Get(ctx context.Context, ref Ref) (Value, bool, error) {
	text, err := k.text(ctx, keyringKey(ref))
	if err != nil {
		return Value{}, false, unlessNothing(err)
	}
	return accept(text, k.Name())
}

// Set keeps a secret, in place of an earlier one of the same Ref. One line
// break at its end is dropped; an empty secret, or one of more than 64 KiB, is
// an *InvalidError. What cannot be read back afterwards is an error too.
func (k *Keyring) Set(ctx context.Context, ref Ref, text string) error {
	origin := ref.Provider + "." + ref.Name
	value, found, err := accept(text, origin)
	switch {
	case err != nil:
		return err
	case !found:
		return &InvalidError{Origin: origin, Reason: "is empty"}
	case len(value.Reveal()) > mostSecret:
		return &InvalidError{Origin: origin, Reason: "is longer than 64 KiB"}
	}
	return k.keep(ctx, keyringKey(ref), value.Reveal())
}

// Delete removes a secret; that it, or the keyring, was not there is no error.
func (k *Keyring) Delete(ctx context.Context, ref Ref) error {
	return unlessNothing(k.remove(ctx, keyringKey(ref)))
}

// Status asks for an entry that does not exist: nil says that the keyring can
// be used; else the error is a *KeyringError, or the context's end.
func (k *Keyring) Status(ctx context.Context) error {
	_, err := k.entries.Get(ctx, keyringKey(Ref{Name: "status"}))
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// unlessNothing is nil where there is no entry, or no keyring to hold one.
func unlessNothing(err error) error {
	var failure *KeyringError
	if errors.Is(err, keyring.ErrNotFound) || errors.As(err, &failure) && failure.Reason == KeyringAbsent {
		return nil
	}
	return err
}
