package ixon

import (
	"context"
	"fmt"
	"math/rand/v2"

	bolt "go.etcd.io/bbolt"
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
	return d.s.db.Update(func(tx *bolt.Tx) error {
		v, err := d.s.viewOf(d.root(tx))
		if err != nil {
			return err
		}
		if d.known.Company != "" {
			v.enter(d.known.Company)
			v.pack()
		}
		part(v)
		return v.err
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
	r := rand.New(rand.NewPCG(d.s.ids.Number(), d.s.ids.Number()))
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

func (v *view) buckets(parent *bolt.Bucket, names ...string) {
	for _, name := range names {
		_, err := parent.CreateBucketIfNotExists([]byte(name))
		v.check(err)
	}
}

// ground lays what stands before the people: buckets, companies, roles, groups.
func (d *seeder) ground(v *view) {
	v.buckets(v.root, bUsers, bEmails, bApps, bTokens, bSecrets, bDevices, bCompanies, bPermissions, bData)
	for _, id := range permissionIDs() {
		v.save(v.shared(bPermissions), id, permission{})
	}
	app := &application{Name: "unictl sandbox"}
	app.ID = v.s.publicID()
	v.save(v.shared(bApps), app.ID, app)
	first := v.found(&company{Name: "Northwind Machines", Country: "NL", Language: "en", Licence: "standard"})
	d.plan = v.layOut("Northwind Machines")
	d.known = credentials{Application: app.ID, Company: first, Password: v.s.ids.Secret(16),
		OTP: v.s.ids.Text(6, digits), AdminToken: v.s.ids.Secret(32), ViewerToken: v.s.ids.Secret(32), Salt: v.s.ids.Secret(32)}
}

// found opens a company and enters it.
func (v *view) found(co *company) string {
	co.ID = v.s.companyID()
	co.Created = v.now - 900*day
	v.save(v.shared(bCompanies), co.ID, co)
	v.buckets(v.shared(bData), co.ID)
	v.enter(co.ID)
	v.buckets(v.co, bMembers, bInvites, bInvited, bRoles, bGroups, bGroupTypes,
		bMemberships, bOwned, bAgents, bAudiences, bAuditor)
	return co.ID
}
