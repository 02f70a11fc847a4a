package devo

import (
	"context"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// Seed fills the bucket that root gives with a fresh state. Its size is the
// same whatever number of people the sandbox has: this API shows tokens only.
func (s *Service) Seed(ctx context.Context, root func(*bolt.Tx) *bolt.Bucket, _ int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		v := &view{ids: s.ids, root: root(tx), now: at(s.now()), made: invent(s.ids)}
		v.known = credentials{Account: homeAccount, APIKey: s.ids.Hex(16), APISecret: s.ids.Hex(32), Tokens: map[string]string{}}
		for _, name := range []string{bTokens, bValues} {
			_, err := v.root.CreateBucket([]byte(name))
			v.check(err)
		}
		if v.err != nil {
			return v.err
		}
		v.tellStory()
		v.save(keyInventions, v.made)
		v.save(keyCredentials, v.known)
		return v.err
	})
}

// tellStory makes the seeded tokens, the oldest first, and the callers' own.
func (v *view) tellStory() {
	v.check(v.tokens().SetSequence(uint64(100 + v.ids.Below(900))))
	for _, p := range story() {
		created := v.now.add(-p.age * day)
		t := &token{Account: p.account, Name: p.name, Owner: p.owner, User: p.user, Audience: p.audience,
			Scope: p.scope, Active: !p.disabled, Created: created, Updated: created, Value: v.ids.Hex(16)}
		if !p.eternal {
			t.Expires = v.now.add(p.left * day)
		}
		if p.disabled {
			t.Updated = created.add(7 * day)
		}
		t.Audience = strings.ReplaceAll(t.Audience, credentialsAPI, v.made.Audience)
		v.put(t)
	}
	for _, k := range keyholders() {
		v.issue(k)
	}
}
