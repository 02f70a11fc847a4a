package ixon

import (
	"encoding/json"
	"net/http"
	"strings"
)

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
	if !matchAll(c.view, c.caller, filters) {
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
