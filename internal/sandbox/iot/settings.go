package iot

import (
	"fmt"
	"io/fs"

	bolt "go.etcd.io/bbolt"
)

// apiPath is where the API stands at a server (contract §1).
const apiPath = "/v1/api"

// Settings is how a client would be configured for this state: url, user,
// password and account, of someone who administers the account. Further keys
// are there to try things: other_user and other_password are of someone with
// invitations to answer, other_account is one with the same administrator
// alone, and dialect is J or K. base is the server's root.
func (s *Service) Settings(base string) (map[string]string, error) {
	var set map[string]string
	err := s.look(func(v *view) error {
		owner, other := v.user(v.facts.Admin), v.user(v.facts.Other)
		if owner == nil || other == nil {
			return errNoState
		}
		set = v.settings(base, owner)
		set["other_user"], set["other_password"] = other.Email, other.Given
		set["other_account"] = v.facts.OtherAccount
		set["dialect"] = string(v.facts.Dialect)
		return nil
	})
	return set, err
}

// SettingsFor is url, user, password and account of another person, by the
// address to the letter. Nobody of that address, or someone who chose the
// password, is an error that matches fs.ErrNotExist.
func (s *Service) SettingsFor(base, email string) (map[string]string, error) {
	var set map[string]string
	err := s.look(func(v *view) error {
		u := v.userByEmail(email)
		switch {
		case u == nil:
			return fmt.Errorf("nobody is registered as %s: %w", email, fs.ErrNotExist)
		case u.Given == "":
			return fmt.Errorf("%s chose a password that the sandbox does not know: %w", email, fs.ErrNotExist)
		}
		set = v.settings(base, u)
		return nil
	})
	return set, err
}

func (v *view) settings(base string, u *user) map[string]string {
	return map[string]string{"url": base + apiPath, "user": u.Email, "password": u.Given, "account": v.facts.Account}
}

func (s *Service) look(at func(*view) error) error {
	return s.db.View(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		if err := at(v); err != nil {
			return err
		}
		return v.err
	})
}
