package iot

import (
	"unicode"
	"unicode/utf8"
)

// longest is how long an address can be before the database refuses it.
const longest = 255

// register is POST /users (contract §5). A mail with the activation token goes
// out; in the sandbox the token stays in the state.
func (c *call) register() answer {
	body, refused, ok := c.check(c.withCaptcha(field{name: "email", kind: "string"},
		field{name: "password", kind: "string"}, field{name: "termsAndConditions", kind: "boolean"})...)
	if !ok {
		return refused
	}
	if refused, ok := c.human(body); !ok {
		return refused
	}
	email, password := body["email"].(string), body["password"].(string)
	switch {
	case email == "":
		return invalid()
	case body["termsAndConditions"] != true:
		return refuse(400, 2405, "Terms and Conditions are not accepted")
	case weak(password):
		return refuse(400, 2401, "Password too Weak")
	case utf8.RuneCountInString(email) > longest:
		return broken()
	case c.userByEmail(email) != nil:
		return refuse(409, 2409, "User already exists")
	}
	u := &user{ID: c.s.random.UUID(), Email: email, Created: c.millis(), Unverified: true, Activation: c.s.random.Secret(32), Salt: c.s.random.Secret(16)}
	u.Hash = hashOf(u.Salt, password)
	c.putUser(u)
	return asJSON(201, c.profile(u, struct{}{}))
}

// weak passwords are short, or lack an upper-case letter, a lower-case one or
// a digit. The platform measures entropy; what it demands is not documented.
func weak(password string) bool {
	var upper, lower, digit bool
	for _, r := range password {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
		digit = digit || unicode.IsDigit(r)
	}
	return utf8.RuneCountInString(password) < 8 || !upper || !lower || !digit
}

// activate is POST /users/activate.
func (c *call) activate() answer {
	body, refused, ok := c.check(field{name: "token", kind: "string"})
	if !ok {
		return refused
	}
	token, _ := body["token"].(string)
	for u := range c.everyone {
		if u.Activation != "" && u.Activation == token {
			c.verified(u)
			return empty(200)
		}
	}
	return refuse(400, 2406, "Invalid interaction token")
}

func (v *view) verified(u *user) {
	u.Unverified, u.Activation = false, ""
	v.putUser(u)
}
