package login

import (
	"cmp"
	"context"
	"fmt"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/secret"
)

// InUse is the token that commands use, which the secret of a change may replace:
// the next command would be refused with the old one. It is a change.InUse.
type InUse struct {
	Session *session.Session
	Wanted  bool   // --keep
	File    string // that the new one is written to; "" = none

	replaced bool
	origin   string       // of the one in use
	store    secret.Store // "" = it is in neither
	agreed   bool
}

// Agree finds where the token in use is kept, and asks whether the new one goes
// there: only where a token was kept already is one kept.
func (u *InUse) Agree(ctx context.Context, replaced bool) error {
	s := u.Session
	if u.replaced = replaced; !replaced {
		if u.Wanted {
			return &fault.UsageError{Flag: "--keep", Message: "the token in use is another one, and stays where it is"}
		}
		return nil
	}
	value, err := s.Secrets.Find(ctx, s.Provider.Name, "token")
	if err != nil {
		return err
	}
	u.origin = value.Origin()
	if stores, err := s.Secrets.Stores(); err == nil {
		switch u.origin {
		case stores.Keyring.Name():
			u.store = secret.StoreKeyring
		case stores.File.Name():
			u.store = secret.StoreFile
		}
	}
	switch {
	case u.store == "" && u.Wanted:
		return &fault.UsageError{
			Flag: "--keep", Message: "the token in use comes from " + u.origin + ", where nothing can be kept",
			Hint: "leave it out, and put the new token there",
		}
	case u.store == "":
	case u.Wanted:
		u.agreed = true
	case s.Terminal.CanAsk() && !s.Globals.Yes:
		err := s.Terminal.Confirm(ctx, "", "This replaces the token in use. Keep the new one in its place, in the "+u.origin+"?")
		if err != nil && !fault.Is[*fault.DeclinedError](err) {
			return err
		}
		u.agreed = err == nil
	}
	return nil
}

// Keep tries the new token and keeps it as a login does, before the old one is
// taken away; or it says how to go on.
func (u *InUse) Keep(ctx context.Context, value string) error {
	s := u.Session
	switch {
	case !u.replaced:
		return nil
	case u.store == "":
		s.Terminal.Warn("the token in use is replaced: put the new one into " + u.origin + ", or the next command is refused")
		return nil
	case !u.agreed:
		settings, err := s.Settings.Of(ctx, s.Provider.Name)
		if err != nil {
			return err
		}
		s.Terminal.Warn(fmt.Sprintf("the token in use is replaced, and the next command is refused without the new one: `unictl auth login %s --context %s --token-file %s` keeps it",
			s.Provider.Name, settings.Context(), cmp.Or(u.File, "-")))
		return nil
	}
	settings, err := s.Settings.Of(ctx, s.Provider.Name)
	if err != nil {
		return err
	}
	for _, way := range s.Provider.PossibleMethods(settings) {
		if len(way.Secrets) != 1 || way.Secrets[0] != "token" {
			continue
		}
		trial, err := Prove(ctx, s, s.Provider, Credential{Method: way, Secrets: map[string]string{"token": value}}, true)
		if err == nil {
			err = trial.Keep(ctx, u.store)
		}
		if err != nil {
			return fmt.Errorf("the new token could not be kept in the place of the one in use: %w", err)
		}
		s.Terminal.Note("the new token is kept in the %s, in the place of the one in use", u.origin)
	}
	return nil
}
