package iot

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// Accept plays the person behind an address, to the letter: who is new
// registers, confirms the address and accepts every invitation. It returns the
// person's id. Nothing to accept is an error that matches fs.ErrNotExist;
// someone who only has to confirm an address does that.
func (s *Service) Accept(_ context.Context, email string) (string, error) {
	var id string
	err := s.db.Update(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		if id, err = v.accept(email); err != nil {
			return err
		}
		return v.err
	})
	return id, err
}

func (v *view) accept(email string) (string, error) {
	var due []*invitation
	for i := range v.everyInvitation {
		if i.Email == email {
			due = append(due, i)
		}
	}
	u := v.userByEmail(email)
	switch {
	case len(due) == 0 && (u == nil || !u.Unverified):
		return "", fmt.Errorf("nobody has invited %s: %w", email, fs.ErrNotExist)
	case u == nil:
		if twin := v.twin(email); twin != "" {
			return "", fmt.Errorf("%s is registered as %s, and whoever that is never sees an invitation of another spelling: %w",
				email, twin, fs.ErrNotExist)
		}
		u = v.newUser(email)
	}
	v.verified(u)
	for _, i := range due {
		v.withdraw(i)
		v.enrol(u, i.Account)
	}
	return u.ID, nil
}

// twin is the registered address that differs from one in case only, or "".
func (v *view) twin(email string) string {
	for u := range v.everyone {
		if u.Email != email && strings.EqualFold(u.Email, email) {
			return u.Email
		}
	}
	return ""
}
