package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"unictl/internal/cli/fault"
	"unictl/internal/config"
	"unictl/internal/secret"
)

// What a login keeps beside the secret itself, under these names.
const (
	loginRecordName = "login"
	deviceName      = "device"
)

// loginRecord says of a kept secret what the service said when it was tried:
// status can tell it offline, logout knows what to take back, and the secret is
// sent to no other server than its own.
type loginRecord struct {
	Secret  string     `json:"secret"` // "token", "password"
	Sum     string     `json:"sum"`    // which one it is about: it may be replaced by other means
	Place   string     `json:"place"`
	Who     string     `json:"who,omitempty"`
	ID      string     `json:"id,omitempty"`
	Scope   string     `json:"scope,omitempty"`
	Expires *time.Time `json:"expires,omitempty"`
	Made    bool       `json:"made,omitempty"` // the login made it, so that logging out takes it back
}

// sumOf tells two secrets apart. It is kept with the secret, never without.
func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

func (r *loginRecord) text() (string, error) {
	text, err := json.Marshal(r)
	return string(text), err
}

// expired reports that the secret ended before now.
func (r *loginRecord) expired(now time.Time) bool { return r.Expires != nil && !now.Before(*r.Expires) }

// loginRecordOf is the record of a kept secret; nil where it came from somewhere
// else, or was kept by other means than a login.
func (s *Session) loginRecordOf(ctx context.Context, ref secret.Ref, value secret.Value) (*loginRecord, error) {
	stores, err := s.SecretStores()
	if err != nil || value.Reveal() == "" || !slices.Contains([]string{stores.Keyring.Name(), stores.File.Name()}, value.Origin()) {
		return nil, nil // where no secrets are kept, this one was not either
	}
	kept, found, err := stores.Get(ctx, secret.Ref{Context: ref.Context, Provider: ref.Provider, Name: loginRecordName})
	if err != nil || !found {
		return nil, err
	}
	record := &loginRecord{}
	if json.Unmarshal([]byte(kept.Reveal()), record) != nil || record.Secret != ref.Name || record.Sum != sumOf(value.Reveal()) {
		return nil, nil
	}
	return record, nil
}

// vouch looks a kept secret up in the record of its login: one that has ended,
// or is for another server, is not used.
func (s *Session) vouch(ctx context.Context, p *Provider, ref secret.Ref, value secret.Value) error {
	record, err := s.loginRecordOf(ctx, ref, value)
	if err != nil || record == nil {
		return err
	}
	settings, err := s.Settings(ctx, p.Name)
	if err != nil {
		return err
	}
	if why := record.fault(p, p.place(settings.String), s.App.Now()); why != "" {
		return &fault.CredentialError{Message: why, Hint: s.signInAgain(p)}
	}
	s.logins[p.Name] = record
	return nil
}

// fault says why the secret cannot be used at a place; "" = it can.
func (r *loginRecord) fault(p *Provider, place string, now time.Time) string {
	switch {
	case r.Place != place:
		return fmt.Sprintf("the %s kept for %s is for %s, and not for %s", r.Secret, p.Title, r.Place, cmp.Or(place, "no address"))
	case r.expired(now):
		return fmt.Sprintf("the %s kept for %s ended %s", r.Secret, p.Title, r.Expires.UTC().Format(time.RFC3339))
	}
	return ""
}

// signInAgain is the way out of a kept credential that is no good any more.
func (s *Session) signInAgain(p *Provider) string {
	return "sign in again: `" + s.loginCommand(p) + "`"
}

func (s *Session) loginCommand(p *Provider) string {
	command := "unictl auth login " + p.Name
	if name := s.Globals.Context; name != "" && name != config.SandboxContext {
		command += " --context " + name
	}
	return command
}
