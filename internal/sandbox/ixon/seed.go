package ixon

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

const (
	minPeople = 2 // an administrator and someone who may only read
	// seedBatch is how many people one transaction writes.
	seedBatch = 20000
)

// seeder fills an empty bucket with a state.
type seeder struct {
	s     *Service
	root  func(*bolt.Tx) *bolt.Bucket
	size  int
	plan  plan
	known credentials
	users *sequence
	held  *sequence // memberships
}

// Seed fills the bucket that root gives with a fresh state, whose default
// company has size users; fewer than two are refused. It uses several
// transactions: until it returns nil the bucket is not to be used.
func (s *Service) Seed(ctx context.Context, root func(*bolt.Tx) *bolt.Bucket, size int) error {
	if size < minPeople {
		return fmt.Errorf("a company of %d people: it takes at least %d, one who may change things and one who may not", size, minPeople)
	}
	d := &seeder{s: s, root: root, size: size, users: s.ascending(size), held: s.ascending(2*size + 16)}
	if err := d.write(d.ground); err != nil {
		return err
	}
	special := d.positions()
	for from := 0; from < size; from += seedBatch {
		if err := ctx.Err(); err != nil {
			return err
		}
		to := min(from+seedBatch, size)
		if err := d.write(func(v *view) { d.people(v, special, from, to) }); err != nil {
			return err
		}
	}
	return d.write(d.finish)
}

// write runs one transaction on the default company's data.
func (d *seeder) write(part func(*view)) error {
	return d.s.DB.Update(func(tx *bolt.Tx) error {
		v, err := d.s.viewOf(d.root(tx))
		if err != nil {
			return err
		}
		if d.known.Company != "" {
			v.enter(d.known.Company)
			v.pack()
		}
		part(v)
		return v.Err()
	})
}

// pack lets pages fill up: everything is appended.
func (v *view) pack() {
	for _, b := range []*bolt.Bucket{v.shared(bUsers), v.shared(bEmails), v.own(bMembers), v.own(bMemberships), v.own(bOwned)} {
		b.FillPercent = 0.95
	}
}

// positions says which rows of the list are the people of the story; the rest
// are numbered. In a small state the story is all there is.
func (d *seeder) positions() map[int]person {
	story := people()
	if len(story) > d.size {
		story = story[:d.size]
	}
	r := rand.New(rand.NewPCG(d.s.Random.Number(), d.s.Random.Number()))
	at := map[int]person{}
	for _, p := range story {
		row := r.IntN(d.size)
		for _, taken := at[row]; taken; _, taken = at[row] {
			row = (row + 1) % d.size
		}
		at[row] = p
	}
	return at
}

// ground lays what stands before the people: buckets, companies, roles, groups.
func (d *seeder) ground(v *view) {
	v.Buckets(v.Root, bUsers, bEmails, bApps, bTokens, bSecrets, bDevices, bCompanies, bPermissions, bData)
	for _, id := range permissionIDs() {
		v.Put(v.shared(bPermissions), id, permission{})
	}
	app := &application{Name: "unictl sandbox"}
	app.ID = v.s.publicID()
	v.Put(v.shared(bApps), app.ID, app)
	first := v.found(&company{Name: "Northwind Machines", Country: "NL", Language: "en"})
	d.plan = v.layOut("Northwind Machines")
	d.known = credentials{Application: app.ID, Company: first, Password: v.s.Random.Secret(16),
		OTP: v.s.Random.Text(6, digits), AdminToken: v.s.Random.Secret(32), ViewerToken: v.s.Random.Secret(32), Salt: v.s.Random.Secret(32), Plain: !v.s.Scrambled}
}

// found opens a company and enters it.
func (v *view) found(co *company) string {
	co.ID = v.s.companyID()
	co.Created = v.now - 900*day
	v.Put(v.shared(bCompanies), co.ID, co)
	v.Buckets(v.shared(bData), co.ID)
	v.enter(co.ID)
	v.Buckets(v.co, bMembers, bInvites, bInvited, bRoles, bGroups, bGroupTypes,
		bMemberships, bOwned, bAgents, bAudiences, bAuditor, bRequests)
	return co.ID
}

// finish writes what needs the people: invitations, a past in the audit log,
// a second company, and at last the credentials.
func (d *seeder) finish(v *view) {
	d.invitations(v)
	d.past(v)
	d.requests(v)
	v.refresh(d.known.AdminToken, d.known.Admin, d.known.Application, false)
	v.refresh(d.known.ViewerToken, d.known.Viewer, d.known.Application, false)
	d.secondCompany(v)
	v.Fail(v.Root.Put([]byte(keyCredentials), service.Encode(d.known)))
}

func (d *seeder) invitations(v *view) {
	for _, i := range []struct {
		email  string
		days   int
		grants []grant
	}{
		{"pending.person@example.com", 11, []grant{{"lyon", "engineer", 0}}},
		{"expired.person@example.org", -3, []grant{{"rotterdam", "operator", 0}}},
		{"trainee.person@example.com", 2, []grant{{"osaka", "viewer", 0}, {"service", "operator", 30}}},
	} {
		inv := &invite{Email: i.email, Expires: v.now + instant(i.days)*day, Language: "en", Sent: 1}
		inv.ID = v.s.publicID()
		v.putInvite(inv)
		for _, g := range i.grants {
			v.putMembership(d.membership(v, g, &membership{Invite: inv.ID}))
		}
	}
}

const pastEntries = 40

// past is what happened in the company before the sandbox was opened.
func (d *seeder) past(v *view) {
	actions := [...]string{"CREATE", "UPDATE", "TRIGGER", "UPDATE", "DELETE"}
	kinds := [...]string{"User", "UserMembership", "Agent", "Role", "Invite"}
	cur := v.own(bMembers).Cursor()
	key, _ := cur.First()
	for i := range pastEntries {
		if key == nil {
			key, _ = cur.First()
		}
		subject := v.user(string(key))
		key, _ = cur.Next()
		v.log(&logEntry{
			Action: actions[i%len(actions)], Kind: kinds[i%len(kinds)],
			User: subject.ID, Actor: d.known.Admin, App: d.known.Application, IP: "192.0.2.17",
			Time: v.now - instant(pastEntries-i)*17*60*60,
		})
	}
}

// secondCompany has the administrator as a mere viewer.
func (d *seeder) secondCompany(v *view) {
	v.found(&company{Name: "Contoso Robotics", Country: "DE", Language: "de"})
	d.plan = v.layOut("Contoso Robotics")
	d.join(v, d.known.Admin, grant{"company", "viewer", 0})
	d.join(v, d.known.Viewer, grant{"lyon", "operator", 0})
	owner := &user{Name: "Rita Sommer", Email: "rita.sommer@example.org", OTP: "app", Language: "de",
		Registered: v.now - 700*day, LastSeen: v.now - 2*day}
	owner.ID = v.s.publicID()
	v.putUser(owner)
	d.join(v, owner.ID, grant{"company", "admin", 0})
}

// join makes a user a member of the company in use.
func (d *seeder) join(v *view, id string, grants ...grant) {
	v.Put(v.own(bMembers), id, struct{}{})
	for _, g := range grants {
		v.putMembership(d.membership(v, g, &membership{User: id}))
	}
}

const keyCredentials = "credentials"

// seededTokenLife is as long as a token can live (contract §3.1).
const seededTokenLife = maxExpiresIn * time.Second

// credentials are what a state hands out to be signed in with. They are the
// sandbox's own and open nothing else, so they are kept as they are.
type credentials struct {
	Application, Company             string
	Admin, AdminToken                string
	Viewer, ViewerToken              string
	ServiceApplication, ServiceToken string
	Password, OTP                    string
	Salt                             string // of the invented envelope types
	Plain                            bool   // they are not invented, but plausible
	AdminEmail, ViewerEmail          string
}

func (v *view) credentials() credentials {
	var known credentials
	if err := json.Unmarshal(v.Root.Get([]byte(keyCredentials)), &known); err != nil {
		v.Fail(err)
	}
	return known
}

// Settings is how a client would be configured for this state: url,
// ending with a slash so that a path can be appended to it, application, company, and token or email, password and otp, of someone who
// may do everything. The otp stays the same for a state, and is everybody's who
// has a second factor. Further keys are other callers to try: viewer_token may
// only read, viewer_email signs in with the same password and no otp, and
// service_token goes with service_application. In a state too small for a
// service account those two are empty. Tokens that were revoked or ran out are
// made to work again; those that were revoked stand in no list any more.
func (s *Service) Settings(base string) (map[string]string, error) {
	var known credentials
	err := s.Change(func(v *view) error {
		known = v.credentials()
		v.Buckets(v.Root, bDevices) // which earlier versions did not have
		for _, co := range every[company](v, v.shared(bCompanies)) {
			v.Buckets(v.shared(bData).Bucket([]byte(co.ID)), bRequests)
		}
		v.refresh(known.AdminToken, known.Admin, known.Application, true)
		v.refresh(known.ViewerToken, known.Viewer, known.Application, true)
		return nil
	})
	return map[string]string{
		"url":                 strings.TrimSuffix(base, "/") + "/",
		"application":         known.Application,
		"company":             known.Company,
		"token":               known.AdminToken,
		"email":               known.AdminEmail,
		"password":            known.Password,
		"otp":                 known.OTP,
		"viewer_token":        known.ViewerToken,
		"viewer_email":        known.ViewerEmail,
		"service_application": known.ServiceApplication,
		"service_token":       known.ServiceToken,
	}, err
}

// refresh renews a token in the second half of its life, or makes it: seeded
// says that it had been there.
func (v *view) refresh(secret, userID, app string, seeded bool) {
	t := v.tokenBySecret(secret)
	if t != nil && t.Expires > v.now.add(seededTokenLife/2) {
		return
	}
	if t == nil { // what was revoked does not come back into the list
		t = &token{User: userID, App: app, Created: v.now, Hidden: seeded}
	}
	t.Expires = v.now.add(seededTokenLife)
	v.putToken(t, secret)
}
