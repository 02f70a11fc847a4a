package service

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	bolt "go.etcd.io/bbolt"
)

// State is one transaction's sight of what a service stores, as JSON. Storage
// errors are kept in it, so that the many small reads of an answer need not
// each return one.
type State struct {
	Root *bolt.Bucket
	err  error
}

// Err is the first error kept.
func (s *State) Err() error { return s.err }

// Fail keeps an error, if it is one.
func (s *State) Fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// Buckets makes those that are missing.
func (s *State) Buckets(parent *bolt.Bucket, names ...string) {
	for _, name := range names {
		_, err := parent.CreateBucketIfNotExists([]byte(name))
		s.Fail(err)
	}
}

// Put stores a value.
func (s *State) Put(b *bolt.Bucket, key string, value any) {
	data, err := json.Marshal(value)
	if err == nil {
		err = b.Put([]byte(key), data)
	}
	s.Fail(err)
}

// Drop removes a value, if there is one.
func (s *State) Drop(b *bolt.Bucket, key string) { s.Fail(b.Delete([]byte(key))) }

// Get reads a value; nil when there is none.
func Get[T any](s *State, b *bolt.Bucket, key string) *T {
	return Decode[T](s, key, b.Get([]byte(key)))
}

// Decode reads what is stored under a key; nil when that is nothing.
func Decode[T any](s *State, key string, data []byte) *T {
	if data == nil {
		return nil
	}
	value := new(T)
	if err := Parse(data, value); err != nil {
		s.Fail(fmt.Errorf("stored %s: %w", key, err))
		return nil
	}
	return value
}

// Parse reads exactly one JSON value, keeping numbers as they are written.
func Parse(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("more follows after the value")
	}
	return nil
}
