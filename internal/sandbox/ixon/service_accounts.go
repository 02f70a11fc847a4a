package ixon

import "time"

// serviceTokenLife stands for "does not expire": the field is not nullable.
const serviceTokenLife = 50 * 365 * 24 * time.Hour

func serviceAccountOperations() []operation {
	const path = "/users/service-account"
	return member(
		operation{rel: "UserServiceAccountList", method: "POST", path: path, right: rightUsers, serve: addServiceAccounts},
		operation{rel: "UserServiceAccountList", method: "DELETE", path: path, right: rightUsers, serve: removeServiceAccounts},
		operation{rel: "UserServiceAccount", method: "DELETE", path: path + "/{publicId}", right: rightUsers, serve: removeServiceAccounts},
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
		c.save(c.own(bMembers), u.ID, struct{}{})
		c.record(&logEntry{Action: "CREATE", Kind: "User", Target: u.ID, Label: u.Name, User: u.ID,
			After: shown(c.view, c.s.shapes.user, u)})
		out = append(out, newServiceAccount{u.ID, reference{u.App}, secret})
	})
	if single && len(out) == 1 {
		return answer{data: encode(out[0])}, err
	}
	return answer{data: encode(out)}, err
}

// makeServiceAccount stores an account with an application of its own and a
// token, and returns the token's secret.
func (v *view) makeServiceAccount(u *user) (secret string) {
	app := &application{Name: u.Name, User: u.ID}
	app.ID = v.s.publicID()
	u.Service, u.App = true, app.ID
	v.save(v.shared(bApps), app.ID, app)
	v.putUser(u)
	secret = v.s.ids.Secret(32)
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
		c.drop(c.shared(bApps), u.App)
		c.drop(c.shared(bUsers), id)
	})
}
