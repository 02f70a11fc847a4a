package devo

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// The buckets and keys of one state.
const (
	bTokens        = "tokens" // by id, of all accounts
	bValues        = "values" // ids by value
	keyInventions  = "inventions"
	keyCredentials = "credentials"
)

var errNoState = errors.New("the sandbox has no Devo state")

// view is one transaction's sight of the state. Storage errors are kept in
// err, so that the many small reads of an answer need not each return one.
type view struct {
	ids   *service.Random
	root  *bolt.Bucket
	now   instant
	made  inventions
	known credentials
	err   error
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	root := s.root(tx)
	if root == nil {
		return nil, errNoState
	}
	v := &view{ids: s.ids, root: root, now: at(s.now())}
	v.load(keyInventions, &v.made)
	v.load(keyCredentials, &v.known)
	return v, v.err
}

// inventions is for answers outside of a transaction; zero without a state.
func (s *Service) inventions() inventions {
	var made inventions
	_ = s.db.View(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err == nil {
			made = v.made
		}
		return nil
	})
	return made
}

func (v *view) check(err error) {
	if err != nil && v.err == nil {
		v.err = err
	}
}

func (v *view) load(key string, into any) {
	if err := json.Unmarshal(v.root.Get([]byte(key)), into); err != nil {
		v.check(fmt.Errorf("stored %s: %w", key, err))
	}
}

func (v *view) save(key string, value any) { v.check(v.root.Put([]byte(key), encode(value))) }

func (v *view) tokens() *bolt.Bucket { return v.root.Bucket([]byte(bTokens)) }
func (v *view) values() *bolt.Bucket { return v.root.Bucket([]byte(bValues)) }

// token reads the one of an id; nil when there is none.
func (v *view) token(id string) *token {
	return v.decode(id, v.tokens().Get([]byte(id)))
}

// tokenByValue reads the one of a value; nil when there is none.
func (v *view) tokenByValue(value string) *token {
	if value == "" {
		return nil
	}
	return v.token(string(v.values().Get([]byte(value))))
}

// tokensOf reads an account's tokens by ascending id.
func (v *view) tokensOf(account string) []*token {
	var all []*token
	v.check(v.tokens().ForEach(func(k, stored []byte) error {
		if t := v.decode(string(k), stored); t != nil && t.Account == account {
			all = append(all, t)
		}
		return nil
	}))
	slices.SortFunc(all, func(a, b *token) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func (v *view) decode(id string, stored []byte) *token {
	if stored == nil {
		return nil
	}
	t := new(token)
	err := json.Unmarshal(stored, t)
	if err == nil {
		t.ID, err = strconv.ParseInt(id, 10, 64)
	}
	if err != nil {
		v.check(fmt.Errorf("stored token %s: %w", id, err))
		return nil
	}
	return t
}

// put writes a token, a new one under the next id. Ids have gaps, as where
// others have made tokens and deleted them.
func (v *view) put(t *token) {
	if t.ID == 0 {
		t.ID = int64(v.tokens().Sequence()) + 1 + int64(v.ids.Below(5))
		v.check(v.tokens().SetSequence(uint64(t.ID)))
	}
	v.check(v.tokens().Put(t.key(), encode(t)))
	v.check(v.values().Put([]byte(t.Value), t.key()))
}

func (v *view) drop(t *token) {
	v.check(v.tokens().Delete(t.key()))
	v.check(v.values().Delete([]byte(t.Value)))
}
