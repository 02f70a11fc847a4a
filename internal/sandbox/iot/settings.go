package iot

import (
	"fmt"
	"io/fs"
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
	err := s.Look(func(v *view) error {
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
	err := s.Look(func(v *view) error {
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

// Dialect is a generation of the platform (contract §0).
type Dialect string

const (
	// DialectJ has the platform's own tokens: 2018 and 2019.
	DialectJ Dialect = "J"
	// DialectK has the tokens of a Keycloak beside it: from 2019-12 to the end.
	DialectK Dialect = "K"
)

// ParseDialect reads J or K.
func ParseDialect(text string) (Dialect, error) {
	switch d := Dialect(text); d {
	case DialectJ, DialectK:
		return d, nil
	}
	return "", fmt.Errorf("unknown dialect %q: known are J (the platform's own tokens, 2018 and 2019) and K (Keycloak's tokens, from 2019-12 on)", text)
}

// Dialect is the one the current state speaks.
func (s *Service) Dialect() (Dialect, error) {
	var spoken Dialect
	err := s.Look(func(v *view) error {
		spoken = v.facts.Dialect
		return nil
	})
	return spoken, err
}

// SetDialect has the current state speak another dialect. People, accounts and
// invitations stay; tokens of the former dialect are worthless from then on.
func (s *Service) SetDialect(to string) error {
	d, err := ParseDialect(to)
	if err != nil {
		return err
	}
	return s.Change(func(v *view) error {
		if v.facts.Dialect != d {
			v.facts.Dialect = d
			v.save(bFacts, keyFacts, v.facts)
		}
		return nil
	})
}
