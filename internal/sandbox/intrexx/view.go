package intrexx

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A state is a tree of JSON values by path: "facts", "portal/<guid>",
// "in/<guid>/..." for what belongs to a portal, "template/<number>" and
// "sign-ins/<address>".
const (
	keyFacts       = "facts"
	keyLicense     = "license"
	prefixPortal   = "portal/"
	prefixIn       = "in/"
	prefixTemplate = "template/"
	prefixSignIns  = "sign-ins/"
)

// facts are what a state knows about itself. Its credentials open nothing
// else, so they are kept as they are.
type facts struct {
	Salt     string `json:"salt"`   // of all that is made up
	Secret   string `json:"secret"` // signs tokens
	User     string `json:"user"`
	Password string `json:"password"`
}

var errNoState = errors.New("the sandbox has no Intrexx state")

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
	if v.root == nil {
		return nil, errNoState
	}
	known := get[facts](v, keyFacts)
	if known == nil {
		return nil, errors.Join(v.err, errNoState)
	}
	v.facts = *known
	return v, nil
}

// look reads outside of a call's own transaction.
func (s *Service) look(at func(*view) error) error {
	return s.db.View(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		if err := at(v); err != nil {
			return err
		}
		return v.err
	})
}

func (v *view) fail(err error) {
	if v.err == nil && err != nil {
		v.err = err
	}
}

// get reads a value; nil when there is none.
func get[T any](v *view, key string) *T { return decode[T](v, key, v.root.Get([]byte(key))) }

func decode[T any](v *view, key string, data []byte) *T {
	if data == nil {
		return nil
	}
	value := new(T)
	if err := parse(data, value); err != nil {
		v.fail(fmt.Errorf("stored %s: %w", key, err))
		return nil
	}
	return value
}

func (v *view) put(key string, value any) {
	data, err := json.Marshal(value)
	if err == nil {
		err = v.root.Put([]byte(key), data)
	}
	v.fail(err)
}

func (v *view) drop(key string) { v.fail(v.root.Delete([]byte(key))) }

// dropAll removes everything below a prefix.
func (v *view) dropAll(prefix string) {
	var keys [][]byte
	cur := v.root.Cursor()
	for k, _ := cur.Seek([]byte(prefix)); bytes.HasPrefix(k, []byte(prefix)); k, _ = cur.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		v.drop(string(k))
	}
}

// each reads the values below a prefix, with what follows it in their keys, in
// their order. The loop must not write.
func each[T any](v *view, prefix string) iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		cur := v.root.Cursor()
		for k, data := cur.Seek([]byte(prefix)); bytes.HasPrefix(k, []byte(prefix)); k, data = cur.Next() {
			value := decode[T](v, string(k), data)
			if value == nil || !yield(string(k[len(prefix):]), value) {
				return
			}
		}
	}
}
