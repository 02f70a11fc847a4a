package iot

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The buckets of a state: records by id, and what finds them. "queue" has the
// invitations in the order in which they were made.
const (
	bFacts, bUsers, bAccounts, bInvites = "facts", "users", "accounts", "invites"
	bEmails, bPending, bQueue           = "emails", "pending", "queue"
	bFailures, bRefresh                 = "failures", "refresh"
	keyFacts                            = "facts"
)

var errNoState = errors.New("the sandbox has no IoT platform state")

// view is one transaction's sight of the state. Storage errors are kept in
// err, so that the many small reads of an answer need not each return one.
type view struct {
	s     *Service
	root  *bolt.Bucket
	facts facts
	now   time.Time
	err   error
}

func (s *Service) view(tx *bolt.Tx) (*view, error) {
	v := &view{s: s, root: s.root(tx), now: s.now()}
	if v.root == nil || v.root.Bucket([]byte(bFacts)) == nil {
		return nil, errNoState
	}
	if known := get[facts](v, bFacts, keyFacts); known != nil {
		v.facts = *known
	}
	return v, v.err
}

func (v *view) millis() int64 { return v.now.UnixMilli() }

func (v *view) fail(err error) {
	if v.err == nil && err != nil {
		v.err = err
	}
}

func (v *view) bucket(name string) *bolt.Bucket { return v.root.Bucket([]byte(name)) }

// get reads a record; nil when there is none.
func get[T any](v *view, bucket, key string) *T {
	data := v.bucket(bucket).Get([]byte(key))
	if data == nil {
		return nil
	}
	rec := new(T)
	if err := json.Unmarshal(data, rec); err != nil {
		v.fail(fmt.Errorf("stored record %s in %s: %w", key, bucket, err))
		return nil
	}
	return rec
}

func (v *view) save(bucket, key string, rec any) {
	data, err := json.Marshal(rec)
	if err == nil {
		err = v.bucket(bucket).Put([]byte(key), data)
	}
	v.fail(err)
}

func (v *view) drop(bucket, key string) { v.fail(v.bucket(bucket).Delete([]byte(key))) }
