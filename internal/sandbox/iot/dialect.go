package iot

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
)

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
	err := s.db.View(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err == nil {
			spoken = v.facts.Dialect
		}
		return err
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
	return s.db.Update(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		if v.facts.Dialect != d {
			v.facts.Dialect = d
			v.save(bFacts, keyFacts, v.facts)
		}
		return v.err
	})
}
