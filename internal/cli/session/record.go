package session

import (
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
	RecordName = "login"
	DeviceName = "device"
)

// Record says of a kept secret what the service said when it was tried:
// status can tell it offline, and logout knows what to take back. For which
// base URL the secret is, is kept with the secret itself.
type Record struct {
	Secret  string     `json:"secret"` // "token", "password"
	Sum     string     `json:"sum"`    // which one it is about: it may be replaced by other means
	Who     string     `json:"who,omitempty"`
	ID      string     `json:"id,omitempty"`
	Scope   string     `json:"scope,omitempty"`
	Expires *time.Time `json:"expires,omitempty"`
	Made    bool       `json:"made,omitempty"` // the login made it, so that logging out takes it back
}

// SumOf tells two secrets apart. It is kept with the secret, never without.
func SumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Text is the record as it is kept.
func (r *Record) Text() (string, error) {
	text, err := json.Marshal(r)
	return string(text), err
}

// Expired reports that the secret ended before now.
func (r *Record) Expired(now time.Time) bool { return r.Expires != nil && !now.Before(*r.Expires) }

// RecordOf is the record of a kept secret; nil where it came from somewhere
// else, or was kept by other means than a login.
func (s *Secrets) RecordOf(ctx context.Context, ref secret.Ref, value secret.Value) (*Record, error) {
	stores, err := s.Stores()
	if err != nil || value.Reveal() == "" || !slices.Contains([]string{stores.Keyring.Name(), stores.File.Name()}, value.Origin()) {
		return nil, nil // where no secrets are kept, this one was not either
	}
	kept, found, err := stores.Get(ctx, secret.Ref{Context: ref.Context, Provider: ref.Provider, Name: RecordName})
	if err != nil || !found {
		return nil, err
	}
	record := &Record{}
	if json.Unmarshal([]byte(kept.Reveal()), record) != nil || record.Secret != ref.Name || record.Sum != SumOf(value.Reveal()) {
		return nil, nil
	}
	return record, nil
}

// Vouch looks a kept secret up in the record of its login: one that has ended is
// not used.
func (s *Secrets) Vouch(ctx context.Context, p *Provider, ref secret.Ref, value secret.Value) error {
	record, err := s.RecordOf(ctx, ref, value)
	if err != nil || record == nil {
		return err
	}
	if why := record.Fault(p, s.app.Now()); why != "" {
		return &fault.CredentialError{Message: why, Hint: s.SignInAgain(p)}
	}
	s.logins[p.Name] = record
	return nil
}

// Fault says why the secret cannot be used; "" = it can.
func (r *Record) Fault(p *Provider, now time.Time) string {
	if r.Expired(now) {
		return fmt.Sprintf("the %s kept for %s ended %s", r.Secret, p.Title, r.Expires.UTC().Format(time.RFC3339))
	}
	return ""
}

// SignInAgain is the way out of a kept credential that is no good any more.
func (s *Secrets) SignInAgain(p *Provider) string {
	return "sign in again: `" + s.LoginCommand(p) + "`"
}

// LoginCommand is the command that signs in.
func (s *Secrets) LoginCommand(p *Provider) string {
	command := "unictl auth login " + p.Name
	if name := s.globals.Context; name != "" && name != config.SandboxContext {
		command += " --context " + name
	}
	return command
}
