package ixon

import (
	"net/http"
	"strings"
)

const headerDevice = "Api-Device-Identifier"

// device is one that a person signs in from without a one-time password
// (contract §3.4). Of its identifier only a hash is kept.
type device struct {
	entity
	Name      string  `json:"name"`
	User      string  `json:"user"`
	Hash      string  `json:"hash"`
	Agent     string  `json:"agent,omitempty"`
	Created   instant `json:"created"`
	LastLogin instant `json:"login"`

	current bool // the caller's own token was made from it
}

func deviceOperations() []operation {
	list := source{
		shape:  func(sh *shapes) *schema { return sh.device },
		bucket: sharedBucket(bDevices),
		load: func(c *call, id string, value []byte) any {
			d := decode[device](c.view, id, value)
			if d == nil || d.User != c.caller.ID {
				return nil
			}
			d.current = c.token.DeviceID == id
			return d
		},
	}
	return []operation{
		{rel: "TrustedDeviceList", method: "GET", path: "/trusted-devices", serve: list.list},
		{rel: "TrustedDeviceList", method: "DELETE", path: "/trusted-devices", serve: forgetDevices},
		{rel: "TrustedDevice", method: "DELETE", path: "/trusted-devices/{publicId}", serve: forgetDevices},
	}
}

func deviceSchema() *schema {
	self := func(_ *view, d *device) *device { return d }
	owner := linkSchema((*view).userName)
	return &schema{unasked: "name", fields: []field{
		text("publicId", func(d *device) string { return d.ID }),
		text("name", func(d *device) string { return d.Name }),
		one("user", owner, func(_ *view, d *device) *link { return linkTo(d.User) }),
		optional("userAgent", func(d *device) string { return d.Agent }),
		flag("isCurrent", func(d *device) bool { return d.current }),
		moment("createdOn", func(d *device) instant { return d.Created }),
		one("createdOnGeoLocation", placeSchema[device](), self),
		moment("lastLogin", func(d *device) instant { return d.LastLogin }),
		one("lastLoginGeoLocation", placeSchema[device](), self),
	}}
}

// presented is the device that a sign-in names: trusted already, a new one, or
// none.
func (c *call) presented(who *user) (*device, error) {
	id := c.r.Header.Get(headerDevice)
	switch {
	case id == "":
		return nil, nil
	case !isUUID(id):
		return nil, refuse(http.StatusBadRequest, msgInvalidValue, headerDevice)
	}
	hash := hashSecret(strings.ToLower(id))
	for _, d := range every[device](c.view, c.shared(bDevices)) {
		if d.User == who.ID && d.Hash == hash {
			return d, nil
		}
	}
	return &device{User: who.ID, Hash: hash, Agent: c.r.UserAgent(), Created: c.now}, nil
}

func (d *device) trusted() bool { return d != nil && d.ID != "" }

// remember keeps the device of a sign-in that succeeded. One is trusted from
// the first sign-in on that names it and is proven by a one-time password.
func (c *call) remember(d *device, t *newToken) {
	if d == nil || !d.trusted() && (t.Device == "" || t.user.OTP == "") {
		return
	}
	if !d.trusted() {
		d.ID, d.Name = c.s.publicID(), t.Device
	}
	d.LastLogin = c.now
	t.DeviceID = d.ID
	c.Put(c.shared(bDevices), d.ID, d)
}

func forgetDevices(c *call) (answer, error) {
	return c.remove(func(f *form, id string) {
		d := fetch[device](c.view, c.shared(bDevices), id)
		if d == nil || d.User != c.caller.ID {
			f.missing()
			return
		}
		c.Drop(c.shared(bDevices), id)
	})
}

func isUUID(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts) != 5 {
		return false
	}
	for i, n := range [...]int{8, 4, 4, 4, 12} {
		if len(parts[i]) != n || strings.Trim(parts[i], "0123456789abcdefABCDEF") != "" {
			return false
		}
	}
	return true
}
