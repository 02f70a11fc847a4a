// Package ixon is the IXON Cloud of the sandbox: the part of APIv2 that
// administers people, written from contracts/ixon.md with its quirks. It
// shares no code with the client, so that one misreading cannot satisfy both.
//
// Where the contract gives no status, it answers 400 to what is malformed, 403
// to what the caller may not do, 404 to unknown ids and 409 to what exists.
package ixon

import (
	"io"
	"net/http"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"unictl/internal/sandbox/service"
)

// Config is what a Service stands on.
type Config struct {
	DB *bolt.DB
	// Root gives the bucket of the current state, nil before it is seeded.
	Root func(*bolt.Tx) *bolt.Bucket
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Rand is where identifiers and secrets come from; nil means crypto/rand.
	Rand io.Reader
}

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	db         *bolt.DB
	root       func(*bolt.Tx) *bolt.Bucket
	now        func() time.Time
	ids        *service.Random
	shapes     *shapes
	operations []operation
	router     *branch
	rels       map[string]bool
}

// New makes a service; it fails only when Rand does.
func New(cfg Config) (*Service, error) {
	s := &Service{db: cfg.DB, root: cfg.Root, now: cfg.Now, ids: service.NewRandom(cfg.Rand),
		shapes: newShapes(), operations: operations(), rels: map[string]bool{}}
	if s.now == nil {
		s.now = time.Now
	}
	for _, op := range s.operations {
		s.rels[op.rel] = true
	}
	s.router = newRouter(s.operations)
	return s, nil
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "ixon" }

// Path is where the API stands below the provider's own path (contract §1).
func (s *Service) Path() string { return "/api" }

// CarriesToken reports whether a request could meet an expired token.
func (s *Service) CarriesToken(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// Fail answers with an error of this API's shape, as the fault injection wants it.
func (s *Service) Fail(w http.ResponseWriter, status int) {
	if status == http.StatusUnauthorized {
		writeProblem(w, badToken())
		return
	}
	writeProblem(w, refuse(status, http.StatusText(status), ""))
}
