package ixon

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	bolt "go.etcd.io/bbolt"
)

// Accept plays an invited person who accepts: whoever is new to IXON gets an
// account, the memberships pass from the invitation to the person, and the
// invitation is gone. It returns the person's publicId. Nobody of that address
// invited, or too late, is an error that matches fs.ErrNotExist.
func (s *Service) Accept(_ context.Context, email string) (string, error) {
	var id string
	err := s.db.Update(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		id, err = v.acceptAll(email)
		if err == nil {
			err = v.err
		}
		return err
	})
	return id, err
}

// acceptAll takes up the invitations of every company.
func (v *view) acceptAll(email string) (id string, err error) {
	late := false
	for _, co := range every[company](v, v.shared(bCompanies)) {
		v.enter(co.ID)
		i := v.invite(string(v.own(bInvited).Get([]byte(strings.ToLower(email)))))
		switch {
		case i == nil:
		case i.Expires <= v.now:
			late = true
		default:
			id = v.accept(i)
		}
	}
	switch {
	case id != "":
		return id, nil
	case late:
		return "", fmt.Errorf("the invitation of %s has expired: %w", email, fs.ErrNotExist)
	}
	return "", fmt.Errorf("nobody has invited %s: %w", email, fs.ErrNotExist)
}

func (v *view) accept(i *invite) string {
	u := v.userByEmail(i.Email)
	if u == nil {
		u = &user{Name: nameFrom(i.Email), Email: i.Email, Registered: v.now, Language: i.Language}
		u.ID = v.s.publicID()
	}
	u.LastSeen = v.now
	v.putUser(u)
	v.save(v.own(bMembers), u.ID, struct{}{})
	for _, m := range v.membershipsOf(i.ID) {
		v.dropMembership(m)
		m.User, m.Invite = u.ID, ""
		if !v.crowded(m) {
			v.putMembership(m)
		}
	}
	v.dropInvite(i)
	v.log(&logEntry{Action: "CREATE", Kind: "User", Target: u.ID, Label: u.Name, User: u.ID, Actor: u.ID,
		IP: "127.0.0.1", After: shown(v, v.s.shapes.user, u)})
	return u.ID
}

// nameFrom makes "Ada Lovelace" of ada.lovelace@example.com.
func nameFrom(email string) string {
	local, _, _ := strings.Cut(email, "@")
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' || r == '+' })
	for i, w := range words {
		r := []rune(w)
		r[0] = unicode.ToUpper(r[0])
		words[i] = string(r)
	}
	if len(words) == 0 {
		return local
	}
	return strings.Join(words, " ")
}
