package ixon

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
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
	return answer{typ: "InviteResponse", data: encode(out)}, err
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
	v.save(v.own(bInvites), i.ID, i)
	v.check(v.own(bInvited).Put([]byte(strings.ToLower(i.Email)), []byte(i.ID)))
}

func (v *view) dropInvite(i *invite) {
	v.drop(v.own(bInvites), i.ID)
	v.drop(v.own(bInvited), strings.ToLower(i.Email))
}
