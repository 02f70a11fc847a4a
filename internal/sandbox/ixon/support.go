package ixon

import "net/http"

// supportOperations let IXON's support into the company for a while (contract
// §6.7), and send a mail by which somebody sets a new password (§6.1).
func supportOperations() []operation {
	const path = "/companies/me/support-access"
	return append(member(
		operation{rel: "MyCompanySupportAccess", method: "POST", path: path, right: rightCompany, serve: grantSupport},
		operation{rel: "MyCompanySupportAccess", method: "PATCH", path: path, right: rightCompany, serve: extendSupport},
		operation{rel: "MyCompanySupportAccess", method: "DELETE", path: path, right: rightCompany, serve: endSupport},
	), operation{rel: "AccessRecoverList", method: "POST", path: "/access-recover", auth: authApplication, branding: true, serve: recoverAccess})
}

// supported is until when support may come in; 0 is not at all.
func (co *company) supported(now instant) instant {
	if co.Support <= now {
		return 0
	}
	return co.Support
}

func grantSupport(c *call) (answer, error) {
	return nothing(), c.one(func(f *form) {
		until := f.due("expiresOn")
		f.text("caseNumber", 1, 255, false)
		f.text("message", 0, 65535, false)
		if !f.bad {
			c.support(until)
		}
	})
}

func extendSupport(c *call) (answer, error) {
	if c.company(c.coID).supported(c.now) == 0 {
		return answer{}, notFound()
	}
	return nothing(), c.one(func(f *form) {
		if until := f.due("expiresOn"); !f.bad {
			c.support(until)
		}
	})
}

func endSupport(c *call) (answer, error) {
	if c.company(c.coID).supported(c.now) == 0 {
		return answer{}, notFound()
	}
	c.support(0)
	return nothing(), nil
}

// due reads a moment still to come that must be there.
func (f *form) due(name string) instant {
	when, given := f.future(name)
	if !given && !f.bad {
		f.fault(http.StatusBadRequest, msgRequiredProperty, name)
	}
	f.require(when != 0, name)
	return when
}

func (c *call) support(until instant) {
	before := c.company(c.coID)
	after := *before
	after.Support = until
	c.Put(c.shared(bCompanies), after.ID, &after)
	c.record(&logEntry{Action: "UPDATE", Kind: "Company",
		Before: shown(c.view, c.s.shapes.myCompany, before), After: shown(c.view, c.s.shapes.myCompany, &after)})
}

// recoverAccess sends the mail; whether there is an account is not told. That
// is a guess: what the service says of an unknown address is not public.
func recoverAccess(c *call) (answer, error) {
	return nothing(), c.one(func(f *form) {
		address, given := f.text("emailAddress", 6, 254, true)
		f.require(!given || isEmail(address), "emailAddress")
	})
}
