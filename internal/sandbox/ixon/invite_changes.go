package ixon

import (
	"bytes"
	"strings"
)

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
		c.record(&logEntry{Action: "DELETE", Kind: "Invite", Target: i.ID, Label: i.Email, Before: before})
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
	c.record(&logEntry{Action: action, Kind: "Invite", Target: after.ID, Label: after.Email,
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
