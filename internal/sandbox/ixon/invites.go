package ixon

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"time"
	"unicode"

	"unictl/internal/sandbox/service"
)

// inviteLifetime is how long an invitation stands (contract §6.3).
const inviteLifetime = 14 * 24 * time.Hour

func inviteOperations() []operation {
	list := rows[invite](func(sh *shapes) *schema { return sh.invite }, ownBucket(bInvites))
	return member(
		operation{rel: "InviteList", method: "GET", path: "/invites", serve: list.list},
		operation{rel: "InviteList", method: "POST", path: "/invites", branding: true, right: rightUsers, serve: sendInvites},
		operation{rel: "InviteList", method: "DELETE", path: "/invites", right: rightUsers, serve: withdrawInvites},
		operation{rel: "InviteResendList", method: "POST", path: "/invites/resend", branding: true, right: rightUsers, serve: resendInvites},
		operation{rel: "Invite", method: "GET", path: "/invites/{publicId}", serve: list.get},
		operation{rel: "Invite", method: "DELETE", path: "/invites/{publicId}", right: rightUsers, serve: withdrawInvites},
		operation{rel: "InviteResend", method: "POST", path: "/invites/{publicId}/resend", branding: true, right: rightUsers, serve: resendInvite},
	)
}

func inviteSchema(held *schema) *schema {
	return &schema{unasked: "emailAddress", fields: []field{
		text("publicId", func(i *invite) string { return i.ID }),
		text("emailAddress", func(i *invite) string { return i.Email }),
		moment("expiresOn", func(i *invite) instant { return i.Expires }),
		many("memberships", held, func(v *view, i *invite) []*membership { return v.membershipsOf(i.ID) }),
	}}
}

// invited answers POST /invites: one object, whatever the body was.
type invited struct {
	Invites         []reference `json:"invites"`
	UserMemberships []reference `json:"userMemberships"`
}

func sendInvites(c *call) (answer, error) {
	out := invited{Invites: []reference{}, UserMemberships: []reference{}}
	_, err := c.each(func(f *form) {
		i, held := f.invitation()
		if f.bad {
			return
		}
		c.putInvite(i)
		out.Invites = append(out.Invites, reference{i.ID})
		for _, m := range held {
			m.Invite = i.ID
			if !f.put(m) {
				return
			}
			out.UserMemberships = append(out.UserMemberships, reference{m.ID})
		}
		c.logInvite("CREATE", nil, i)
	})
	return answer{typ: "InviteResponse", data: service.Encode(out)}, err
}

// invitation reads an InviteCreate.
func (f *form) invitation() (*invite, []*membership) {
	i := &invite{Expires: f.c.now.add(inviteLifetime), Sent: 1}
	i.ID = f.c.s.publicID()
	address, _ := f.text("emailAddress", 6, 254, true)
	i.Email = address
	f.require(isEmail(address), "emailAddress")
	i.Message, _ = f.text("message", 1, 1024, false)
	if code, given := f.text("language", 2, 2, false); given {
		i.Language = code
		f.require(isLanguage(code), "language")
	}
	held := f.groupRoles()
	if !f.bad {
		f.free(address)
	}
	return i, held
}

// free refuses an address that is a member or invited already (contract §2).
func (f *form) free(address string) {
	if u := f.c.userByEmail(address); u != nil && f.c.isMember(u.ID) {
		f.fault(http.StatusConflict, msgInUse, "emailAddress")
	} else if f.c.own(bInvited).Get([]byte(strings.ToLower(address))) != nil {
		f.fault(http.StatusConflict, address+" is already invited.", "emailAddress")
	}
}

// groupRoles reads the access an invitation brings.
func (f *form) groupRoles() []*membership {
	var list []map[string]json.RawMessage
	if given, _ := f.take("groupRoles", true, false, &list); !given {
		return nil
	}
	f.require(len(list) > 0, "groupRoles")
	var held []*membership
	for _, props := range list {
		part := f.c.form(props, f.index)
		m := &membership{}
		m.ID = f.c.s.publicID()
		part.access(m, true, true)
		part.close()
		f.bad = f.bad || part.bad
		held = append(held, m)
	}
	return held
}

func (v *view) putInvite(i *invite) {
	v.Put(v.own(bInvites), i.ID, i)
	v.Fail(v.own(bInvited).Put([]byte(strings.ToLower(i.Email)), []byte(i.ID)))
}

func (v *view) dropInvite(i *invite) {
	v.Drop(v.own(bInvites), i.ID)
	v.Drop(v.own(bInvited), strings.ToLower(i.Email))
}

func withdrawInvites(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		i := c.invite(id)
		if i == nil {
			f.missing()
			return
		}
		before := shown(c.view, c.s.shapes.invite, i)
		for _, m := range c.membershipsOf(id) {
			c.dropMembership(m)
		}
		c.dropInvite(i)
		c.record(&logEntry{Action: "DELETE", Kind: "Invite", Before: before})
	})
}

func resendInvites(c *call) (answer, error) {
	_, err := c.each(func(f *form) {
		if id := f.target(); id != "" {
			f.resend(id)
		}
	})
	return nothing(), err
}

// resendInvite takes no body; the service's own client posts null.
func resendInvite(c *call) (answer, error) {
	if body := bytes.TrimSpace(c.body); len(body) > 0 && string(body) != "null" {
		return answer{}, badBody()
	}
	c.form(nil, nil).resend(c.param("publicId"))
	return nothing(), c.faults.found()
}

func (f *form) resend(id string) {
	before := f.c.invite(id)
	if before == nil {
		f.missing()
		return
	}
	after := *before
	after.Sent++
	after.Expires = f.c.now.add(inviteLifetime)
	f.c.putInvite(&after)
	f.c.logInvite("TRIGGER", before, &after)
}

func (c *call) logInvite(action string, before, after *invite) {
	c.record(&logEntry{Action: action, Kind: "Invite",
		Before: shown(c.view, c.s.shapes.invite, before), After: shown(c.view, c.s.shapes.invite, after)})
}

// isEmail follows the form of contract §7: ASCII, a local part of at most 64,
// a domain of at least two labels.
func isEmail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || len(local) > 64 || len(s) > 254 || !strings.Contains(domain, ".") {
		return false
	}
	for i := range len(local) {
		c := local[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>[],;:\"`, c) >= 0 {
			return false
		}
	}
	for _, label := range strings.Split(domain, ".") {
		if !isWord(label) || strings.ContainsAny(label, "_") {
			return false
		}
	}
	return true
}

// Accept plays an invited person who accepts: whoever is new to IXON gets an
// account, the memberships pass from the invitation to the person, and the
// invitation is gone. It returns the person's publicId. Nobody of that address
// invited, or too late, is an error that matches fs.ErrNotExist.
func (s *Service) Accept(_ context.Context, email string) (string, error) {
	var id string
	err := s.Change(func(v *view) (err error) {
		id, err = v.acceptAll(email)
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
	v.Put(v.own(bMembers), u.ID, struct{}{})
	for _, m := range v.membershipsOf(i.ID) {
		v.dropMembership(m)
		m.User, m.Invite = u.ID, ""
		if !v.crowded(m) {
			v.putMembership(m)
		}
	}
	v.dropInvite(i)
	v.log(&logEntry{Action: "CREATE", Kind: "User", User: u.ID, Actor: u.ID,
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
