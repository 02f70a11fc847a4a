// Package devo is the Devo of the sandbox: the token API ("Credentials API"),
// written from contracts/devo.md with its quirks. It shares no code with the
// client, so that one misreading cannot satisfy both.
//
// Much of the real API is not public. What the sandbox had to make up (see
// inventions) is made up afresh for each state, so that no command can rely on
// it. Where the contract gives no status it answers 400 to what is malformed,
// 401 to a token that does not work, 403 to what the caller may not do and 404
// to unknown tokens and to accounts that are not the caller's.
package devo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
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
	// Rand is where ids, values and inventions come from; nil means crypto/rand.
	Rand io.Reader
}

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	db         *bolt.DB
	root       func(*bolt.Tx) *bolt.Bucket
	now        func() time.Time
	ids        *service.Random
	operations []operation
}

// New makes a service; it fails only when Rand does.
func New(cfg Config) (*Service, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Service{db: cfg.DB, root: cfg.Root, now: cfg.Now, ids: service.NewRandom(cfg.Rand), operations: operations()}, nil
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "devo" }

// Path is where the API stands below the provider's own path: right there, for
// the context path of the published examples is a placeholder (contract §1.1).
func (s *Service) Path() string { return "" }

// CarriesToken reports whether a request could meet an expired token; one that
// is signed with an access key could not.
func (s *Service) CarriesToken(r *http.Request) bool {
	return r.Header.Get(signHeader) == "" && tokenIn(r.Header) != ""
}

// Fail answers with an error of this API's shape, as the fault injection wants
// it: 5xx as the Query API of the same hosts does (contract §3.5).
func (s *Service) Fail(w http.ResponseWriter, status int) {
	w.Header().Set(cidHeader, s.ids.Hex(8))
	switch {
	case status >= http.StatusInternalServerError:
		writeFailure(w, status)
	case status == http.StatusUnauthorized:
		s.writeProblem(w, badToken())
	default:
		s.writeProblem(w, refuse(status, "%s", http.StatusText(status)))
	}
}

// Accept has nothing to do: this API invites nobody. The error matches
// errors.ErrUnsupported.
func (s *Service) Accept(context.Context, string) (string, error) {
	return "", fmt.Errorf("devo has no invitations: %w", errors.ErrUnsupported)
}
