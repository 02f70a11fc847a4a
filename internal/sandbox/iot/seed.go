package iot

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
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
	return s.db.Update(func(tx *bolt.Tx) error {
		v := &view{s: s, root: root(tx), now: s.now(), facts: facts{Dialect: DialectK}}
		for _, name := range []string{bFacts, bUsers, bAccounts, bInvites, bEmails, bPending, bQueue, bFailures, bRefresh} {
			_, err := v.root.CreateBucketIfNotExists([]byte(name))
			v.fail(err)
		}
		if v.err == nil {
			v.tell(size)
		}
		return v.err
	})
}

// tell writes the story: two accounts, those who belong to them, and those who
// are invited.
func (v *view) tell(size int) {
	v.facts.Key = v.s.random.Secret(32)
	v.facts.Account = v.newAccount("Plant North").ID
	v.facts.OtherAccount = v.newAccount("Plant South").ID
	accounts := map[plant]string{north: v.facts.Account, south: v.facts.OtherAccount}
	for _, p := range people() {
		u := v.newUser(p.email)
		if p.unverified {
			u.Unverified, u.Activation = true, v.s.random.Secret(32)
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
