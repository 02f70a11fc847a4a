// Package service is what the services of the sandbox have in common: state in
// a bbolt file, transactions, paths, answers, tokens and random numbers. What a
// service says, refuses and makes up is its own, after its contract.
package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Config is what a service stands on.
type Config struct {
	DB *bolt.DB
	// Root gives the bucket of the current state, nil before it is seeded.
	Root func(*bolt.Tx) *bolt.Bucket
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Rand is where ids, secrets and inventions come from; nil means crypto/rand.
	Rand io.Reader
	// Scrambled has a fresh state make up names that stand in no documentation
	// for what is not public, so that nothing can rely on them; else they are
	// plausible ones. A state keeps its names.
	Scrambled bool
}

// Core is a service without its contract; V is what it sees of a state within
// one transaction. It is safe for concurrent use.
type Core[V interface{ Err() error }] struct {
	DB     *bolt.DB
	Root   func(*bolt.Tx) *bolt.Bucket
	Now    func() time.Time
	Random *Random
	// Scrambled is Config's.
	Scrambled bool
	view      func(*bolt.Tx) (V, error)
}

// NewCore makes one; view fails where there is no state.
func NewCore[V interface{ Err() error }](cfg Config, view func(*bolt.Tx) (V, error)) Core[V] {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return Core[V]{DB: cfg.DB, Root: cfg.Root, Now: cfg.Now, Random: NewRandom(cfg.Rand), Scrambled: cfg.Scrambled, view: view}
}

// Look reads the state.
func (c *Core[V]) Look(at func(V) error) error { return c.DB.View(c.within(at)) }

// Change changes the state, unless do fails.
func (c *Core[V]) Change(do func(V) error) error { return c.DB.Update(c.within(do)) }

// Serve answers a call: it changes the state with all methods but GET and HEAD.
func (c *Core[V]) Serve(method string, do func(V) error) error {
	if method == http.MethodGet || method == http.MethodHead {
		return c.Look(do)
	}
	return c.Change(do)
}

func (c *Core[V]) within(do func(V) error) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		v, err := c.view(tx)
		if err != nil {
			return err
		}
		err = do(v)
		if lost := v.Err(); lost != nil {
			return lost // before err, which may be the consequence
		}
		return err
	}
}

// InvitesNobody is part of services that have no invitations.
type InvitesNobody struct{}

// Accept has nothing to do. The error matches errors.ErrUnsupported.
func (InvitesNobody) Accept(context.Context, string) (string, error) {
	return "", fmt.Errorf("there are no invitations: %w", errors.ErrUnsupported)
}
