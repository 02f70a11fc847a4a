package ixon

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"unictl/internal/sandbox/service"
)

func userOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.user },
		bucket: ownBucket(bMembers),
		load: func(c *call, id string, _ []byte) any {
			if u := c.user(id); u != nil {
				return u
			}
			return nil
		},
	}
	return member(
		operation{rel: "UserList", method: "GET", path: "/users", serve: list.list},
		operation{rel: "UserList", method: "DELETE", path: "/users", right: rightUsers, serve: removeUsers},
		operation{rel: "User", method: "GET", path: "/users/{publicId}", serve: list.get},
		operation{rel: "User", method: "DELETE", path: "/users/{publicId}", right: rightUsers, serve: removeUsers},
	)
}

// userFields are those that User and MyUser share (contract §6.1, §6.2).
func userFields() []field {
	named := namedSchema()
	app := &schema{unasked: "name", fields: []field{
		text("publicId", func(a *application) string { return a.ID }),
		text("name", func(a *application) string { return a.Name }),
		raw("custom", "{}", func(*application) json.RawMessage { return nil }),
	}}
	return []field{
		text("publicId", func(u *user) string { return u.ID }),
		text("type", (*user).kind),
		text("name", func(u *user) string { return u.Name }),
		optional("emailAddress", func(u *user) string { return u.Email }),
		flag("support", func(u *user) bool { return u.Support }),
		moment("registeredOn", func(u *user) instant { return u.Registered }),
		moment("lastSeenOn", func(u *user) instant { return u.LastSeen }),
		one("registeredBy", named, func(v *view, u *user) *link { return v.userLink(u.RegisteredBy) }),
		many("apiApplications", app, func(v *view, u *user) []*application {
			if a := fetch[application](v, v.shared(bApps), u.App); a != nil {
				return []*application{a}
			}
			return nil
		}),
		raw("custom", "{}", func(u *user) json.RawMessage { return u.Custom }),
	}
}

func userSchema(held *schema) *schema {
	return &schema{unasked: "name", fields: append(userFields(),
		many("memberships", held, func(v *view, u *user) []*membership { return v.membershipsOf(u.ID) }),
		flag("otpauthRequired", func(u *user) bool { return u.OTP != "" }),
	)}
}

func (u *user) kind() string {
	if u.Service {
		return "service_account"
	}
	return "person"
}

// removeUsers ends their place in this company, not their account.
func removeUsers(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		u := c.user(id)
		if u == nil || !c.isMember(id) {
			f.missing()
			return
		}
		c.removeMember(u)
	})
}

func (c *call) removeMember(u *user) {
	before := shown(c.view, c.s.shapes.user, u)
	for _, m := range c.membershipsOf(u.ID) {
		c.dropMembership(m)
	}
	c.Drop(c.own(bMembers), u.ID)
	c.record(&logEntry{Action: "DELETE", Kind: "User", User: u.ID, Before: before})
}

// putUser stores an account and makes it findable by its address.
func (v *view) putUser(u *user) {
	v.Put(v.shared(bUsers), u.ID, u)
	if u.Email != "" {
		v.Fail(v.shared(bEmails).Put([]byte(strings.ToLower(u.Email)), []byte(u.ID)))
	}
}

// serviceTokenLife stands for "does not expire": the field is not nullable.
const serviceTokenLife = 50 * 365 * 24 * time.Hour

func serviceAccountOperations() []operation {
	const path = "/users/service-account"
	return member(
		operation{rel: "ServiceAccountList", method: "POST", path: path, right: rightUsers, serve: addServiceAccounts},
		operation{rel: "ServiceAccountList", method: "DELETE", path: path, right: rightUsers, serve: removeServiceAccounts},
		operation{rel: "ServiceAccount", method: "DELETE", path: path + "/{publicId}", right: rightUsers, serve: removeServiceAccounts},
	)
}

// newServiceAccount is the one answer that shows the account's token
// (contract §3.3).
type newServiceAccount struct {
	PublicID       string    `json:"publicId"`
	APIApplication reference `json:"apiApplication"`
	Token          string    `json:"token"`
}

func addServiceAccounts(c *call) (answer, error) {
	out := []newServiceAccount{}
	single, err := c.each(func(f *form) {
		name, _ := f.text("name", 1, 255, true)
		if f.bad {
			return
		}
		u := &user{Name: name, Registered: c.now, RegisteredBy: c.caller.ID}
		u.ID = c.s.publicID()
		secret := c.makeServiceAccount(u)
		c.Put(c.own(bMembers), u.ID, struct{}{})
		c.record(&logEntry{Action: "CREATE", Kind: "User", User: u.ID,
			After: shown(c.view, c.s.shapes.user, u)})
		out = append(out, newServiceAccount{u.ID, reference{u.App}, secret})
	})
	if single && len(out) == 1 {
		return answer{data: service.Encode(out[0])}, err
	}
	return answer{data: service.Encode(out)}, err
}

// makeServiceAccount stores an account with an application of its own and a
// token, and returns the token's secret.
func (v *view) makeServiceAccount(u *user) (secret string) {
	app := &application{Name: u.Name, User: u.ID}
	app.ID = v.s.publicID()
	u.Service, u.App = true, app.ID
	v.Put(v.shared(bApps), app.ID, app)
	v.putUser(u)
	secret = v.s.Random.Secret(32)
	v.putToken(&token{User: u.ID, App: app.ID, Created: v.now, Service: true,
		Expires: v.now.add(serviceTokenLife)}, secret)
	return secret
}

// removeServiceAccounts ends the account, its application and its tokens.
func removeServiceAccounts(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		u := c.user(id)
		if u == nil || !u.Service || !c.isMember(id) {
			f.missing()
			return
		}
		c.removeMember(u)
		for _, t := range c.tokensOf(id) {
			c.dropToken(t)
		}
		c.Drop(c.shared(bApps), u.App)
		c.Drop(c.shared(bUsers), id)
	})
}

func meOperations() []operation {
	return []operation{
		{rel: "MyUser", method: "GET", path: "/users/me", serve: showMe},
		{rel: "MyUser", method: "PATCH", path: "/users/me", serve: changeMe},
	}
}

// meSchema is MyUser: one's own account, which no company colours (contract §6.2).
func meSchema() *schema {
	otp := &schema{bare: true, fields: []field{
		flag("required", func(u *user) bool { return u.OTP != "" }),
		never("deviceName", nil), never("registeredOn", nil), never("tokenExpiresOn", nil),
		optional("type", func(u *user) string { return u.OTP }),
	}}
	empty := func(*user) json.RawMessage { return nil }
	return &schema{unasked: "name,emailAddress", fields: append(userFields(),
		flag("hasPassword", func(u *user) bool { return !u.SSO && !u.Service }),
		flag("externallyManaged", func(u *user) bool { return u.SSO }),
		text("language", func(u *user) string { return orElse(u.Language, "en") }),
		optional("localisation", func(u *user) string { return u.Localisation }),
		optional("timeZone", func(u *user) string { return u.TimeZone }),
		optional("phoneNumber", func(u *user) string { return u.Phone }),
		number("unreadMessagesCount", func(*user) int64 { return 0 }),
		one("otpAuth", otp, func(_ *view, u *user) *user { return u }),
		raw("emailAddressChanges", "[]", empty),
		raw("invites", "[]", empty),
		raw("acceptedTermsOfUsePolicies", "[]", empty),
	)}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func showMe(c *call) (answer, error) {
	sel, filters, err := c.query(c.s.shapes.me)
	if err != nil {
		return answer{}, err
	}
	if c.s.me404 && c.caller.Service || !matchAll(c.view, c.caller, filters) {
		return answer{}, notFound()
	}
	return answer{data: sel.append(nil, c.view, c.caller)}, nil
}

func changeMe(c *call) (answer, error) {
	return nothing(), c.one(func(f *form) {
		u := *c.caller
		setText(f, "name", 1, 255, &u.Name)
		if code, given := f.text("language", 2, 2, false); given {
			u.Language = code
			f.require(isLanguage(code), "language")
		}
		setNullText(f, "localisation", 1, 10, &u.Localisation)
		setNullText(f, "timeZone", 1, 255, &u.TimeZone)
		setNullText(f, "phoneNumber", 3, 16, &u.Phone)
		f.require(u.Phone == "" || isPhone(u.Phone), "phoneNumber")
		if data, given := f.custom(); given {
			u.Custom = data
		}
		if !f.bad {
			c.putUser(&u)
		}
	})
}

func setText(f *form, name string, min, max int, into *string) {
	if value, given := f.text(name, min, max, false); given {
		*into = value
	}
}

func setNullText(f *form, name string, min, max int, into *string) {
	if value, given := f.nullText(name, min, max); given {
		*into = value
	}
}

// require faults a property once.
func (f *form) require(ok bool, property string) {
	if !ok && !f.bad {
		f.fault(http.StatusBadRequest, msgInvalidValue, property)
	}
}

func isLanguage(s string) bool {
	return len(s) == 2 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

func isPhone(s string) bool {
	return strings.HasPrefix(s, "+") && len(s) >= 3 && strings.Trim(s[1:], "0123456789") == ""
}
