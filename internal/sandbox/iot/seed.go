package iot

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// mostPeople is where the crowd ends: no account of the platform is large.
const mostPeople = 1000

// Seed fills the bucket that root gives with a fresh state, in dialect K. It
// has size people, but never fewer than those of the story and never more than
// a thousand. Until it returns nil the bucket is not to be used.
func (s *Service) Seed(ctx context.Context, root func(*bolt.Tx) *bolt.Bucket, size int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.DB.Update(func(tx *bolt.Tx) error {
		v := &view{State: service.State{Root: root(tx)}, s: s, now: s.Now(), facts: facts{Dialect: DialectK}}
		v.Buckets(v.Root, bFacts, bUsers, bAccounts, bInvites, bEmails, bPending, bQueue, bFailures, bRefresh)
		if v.Err() == nil {
			v.tell(size)
		}
		return v.Err()
	})
}

// tell writes the story: two accounts, those who belong to them, and those who
// are invited.
func (v *view) tell(size int) {
	v.facts.Key = v.s.Random.Secret(32)
	v.facts.Account = v.newAccount("Plant North").ID
	v.facts.OtherAccount = v.newAccount("Plant South").ID
	accounts := map[plant]string{north: v.facts.Account, south: v.facts.OtherAccount}
	for _, p := range people() {
		u := v.newUser(p.email)
		if p.unverified {
			u.Unverified, u.Activation = true, v.s.Random.Secret(32)
		}
		for at, role := range p.roles {
			u.join(accounts[at], role)
		}
		v.putUser(u)
		switch p.email {
		case adminEmail:
			v.facts.Admin = u.ID
		case otherEmail:
			v.facts.Other = u.ID
		}
	}
	for n := len(people()); n < min(size, mostPeople); n++ {
		u := v.newUser(fmt.Sprintf("operator-%04d@example.com", n))
		u.join(v.facts.Account, roleUser)
		v.putUser(u)
	}
	for _, i := range pendingAtFirst() {
		v.invite(accounts[i.at], i.email)
	}
	v.save(bFacts, keyFacts, v.facts)
}

const (
	adminEmail = "maren.solberg@example.com"
	otherEmail = "robin.peeters@example.com"
)

type plant int

const (
	north plant = iota
	south
)

type someone struct {
	email      string
	roles      map[plant]string
	unverified bool
}

// people are the first of every sandbox, each for a reason. Plant South has
// one administrator only.
func people() []someone {
	in := func(at plant, role string) map[plant]string { return map[plant]string{at: role} }
	return []someone{
		{email: adminEmail, roles: map[plant]string{north: roleAdmin, south: roleAdmin}},
		{email: "bram.visser@example.com", roles: in(north, roleAdmin)},
		{email: "claire.fontaine@example.com", roles: map[plant]string{north: roleUser, south: roleUser}},
		{email: "nadia.rahman@example.com", roles: in(north, roleUser)},
		{email: "piotr.nowak@example.com", roles: in(north, roleUser)},
		{email: "Lena.Hoffmann@Example.com", roles: in(north, roleUser)},
		{email: "jürgen.groß@example.com", roles: in(north, roleUser)},
		{email: "taro+line3@example.com", roles: in(south, roleUser)},
		{email: otherEmail},               // invited, to both
		{email: "dana.novak@example.com"}, // registered and nothing else
		{email: "tomas.lindqvist@example.com", unverified: true},
	}
}

type openInvitation struct {
	at    plant
	email string
}

// pendingAtFirst are the invitations of a fresh state, oldest first: most
// addresses have no user yet, as is usual; two are the same but for their
// case; the platform has taken one that is none and one with an escape
// sequence.
func pendingAtFirst() []openInvitation {
	return []openInvitation{
		{north, "new.person@example.com"},
		{north, otherEmail},
		{north, "New.Person@Example.com"},
		{north, "ops+iot@example.com"},
		{north, "vera.koch@example.org"},
		{north, "contractor(at)example.org"},
		{north, "mallory\x1b[31m@example.org"},
		{south, otherEmail},
		{south, "new.person@example.com"},
	}
}

// AddLookalikes lets two members join whose addresses differ in case only.
func (s *Service) AddLookalikes() error {
	return s.Change(func(v *view) error {
		for _, email := range []string{"Max@example.com", "max@example.com"} {
			if v.userByEmail(email) == nil {
				u := v.newUser(email)
				u.join(v.facts.Account, roleUser)
				v.putUser(u)
			}
		}
		return nil
	})
}
