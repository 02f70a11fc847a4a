package secret

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"unictl/internal/line"
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
	place, text := unplaced(text)
	value, found, err := accept(text, "", k.Name())
	value.place = place
	return value, found, err
}

// placeMark begins an entry that says for which base URL its secret is. A line
// break follows, which no secret has.
const placeMark = "for "

func placed(place, text string) string {
	if place == "" {
		return text
	}
	return placeMark + place + "\n" + text
}

func unplaced(entry string) (place, text string) {
	first, text, two := strings.Cut(entry, "\n")
	if place, marked := strings.CutPrefix(first, placeMark); marked && two {
		return place, text
	}
	return "", entry
}

// Set keeps a secret, in place of an earlier one of the same Ref. One line
// break at its end is dropped; an empty secret, or one of more than 64 KiB, is
// an *InvalidError. What cannot be read back afterwards is an error too.
func (k *Keyring) Set(ctx context.Context, ref Ref, text string) error {
	origin := ref.Provider + "." + ref.Name
	value, found, err := accept(text, "", origin)
	switch {
	case err != nil:
		return err
	case !found:
		return &InvalidError{Origin: origin, Reason: "is empty"}
	case len(value.Reveal()) > mostSecret:
		return &InvalidError{Origin: origin, Reason: "is longer than 64 KiB"}
	}
	return k.keep(ctx, keyringKey(ref), placed(ref.Place, value.Reveal()))
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

// RenameContext moves those of the secrets that a context has to another name,
// in place of those that the other name may have had. A keyring cannot be
// listed, so the secrets must be named: by provider and name, in whatever
// context. Wherever it is interrupted, one of the two contexts has them all.
func (k *Keyring) RenameContext(ctx context.Context, from, to string, secrets ...Ref) error {
	if from == to {
		return nil
	}
	texts := make(map[Ref]string)
	for _, ref := range secrets {
		ref.Context = from
		text, err := k.text(ctx, keyringKey(ref))
		if errors.Is(err, keyring.ErrNotFound) {
			continue
		}
		if err != nil {
			return unlessNothing(err)
		}
		texts[ref] = text
	}
	if len(texts) == 0 {
		return nil
	}
	for _, ref := range secrets {
		ref.Context = from
		text, has := texts[ref]
		ref.Context = to
		if err := k.replace(ctx, keyringKey(ref), text, has); err != nil {
			return err
		}
	}
	return k.DeleteContext(ctx, from, secrets...)
}

// DeleteContext removes those of the secrets that a context has; they are named
// as for RenameContext.
func (k *Keyring) DeleteContext(ctx context.Context, name string, secrets ...Ref) error {
	for _, ref := range secrets {
		ref.Context = name
		if err := k.Delete(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keyring) replace(ctx context.Context, key, text string, has bool) error {
	if has {
		return k.keep(ctx, key, text)
	}
	return k.remove(ctx, key)
}

// keyringKey is "context/provider/name". What else than small letters, digits,
// dots, dashes and underscores stands in a part is written as %xx, so that no
// two Refs have one key, even on Windows, which knows no case here.
func keyringKey(ref Ref) string {
	parts := []string{ref.Context, ref.Provider, ref.Name}
	for i := range parts {
		parts[i] = escaped(parts[i])
	}
	return strings.Join(parts, "/")
}

func escaped(part string) string {
	const plain = "abcdefghijklmnopqrstuvwxyz0123456789._-"
	var text strings.Builder
	for i := range len(part) {
		if strings.IndexByte(plain, part[i]) >= 0 {
			text.WriteByte(part[i])
		} else {
			fmt.Fprintf(&text, "%%%02x", part[i])
		}
	}
	return text.String()
}

// KeyringReason says why a keyring cannot be used.
type KeyringReason string

// Why a keyring cannot be used.
const (
	KeyringAbsent  KeyringReason = "absent"  // there is none
	KeyringLocked  KeyringReason = "locked"  // nobody unlocked it in time
	KeyringSlow    KeyringReason = "slow"    // it did not answer in time
	KeyringRefused KeyringReason = "refused" // anything else
)

// KeyringError says why the keyring of the operating system cannot be used. It
// holds no secret.
type KeyringError struct {
	Reason KeyringReason
	Limit  time.Duration // how long it was waited for at most
	Err    error         // the cause
}

func (e *KeyringError) Error() string {
	switch e.Reason {
	case KeyringAbsent:
		return "there is no OS keyring: " + line.Fold(e.Err.Error())
	case KeyringLocked:
		return "the OS keyring is locked"
	case KeyringSlow:
		return fmt.Sprintf("the OS keyring did not answer within %v", e.Limit)
	default:
		return "the OS keyring failed: " + line.Fold(e.Err.Error())
	}
}

// ExitCode is that of an unusable credential.
func (*KeyringError) ExitCode() int { return exitCredential }

// Hint is the way out.
func (e *KeyringError) Hint() string {
	const instead = "give the secret in the environment or by a secret_command, or keep it in a file with `--store file`"
	switch e.Reason {
	case KeyringLocked:
		return "unlock it and run the command again; or " + instead
	case KeyringSlow:
		return "see whether it asks for something in a window; or " + instead
	default:
		return instead
	}
}

// Unwrap gives the cause.
func (e *KeyringError) Unwrap() error { return e.Err }
