// Package intrexx is the Intrexx of the sandbox: the Administration API,
// written from contracts/intrexx.md with its quirks. It shares no code with the
// client, so that one misreading cannot satisfy both.
//
// Most bodies of the real API are not public. What the sandbox had to make up
// (key names, the words for actions and job types, the shapes of lists, of
// answers to changes and of errors; see vocabulary.go) is made up afresh for
// each state, so that no command can rely on it. A body that does not fit is
// refused with the names that would have.
package intrexx

import (
	"context"
	"errors"
	"fmt"
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
	// Rand is where ids, secrets and inventions come from; nil means crypto/rand.
	Rand io.Reader
	// Docker has the paths that begin with /portals and /templates missing, as
	// in a Docker deployment (contract §3).
	Docker bool
	// Building is how long POST /portals takes; 0 means 1.5 s, negative no time.
	Building time.Duration
}

// defaultBuilding stands for the minutes that building a portal takes.
const defaultBuilding = 1500 * time.Millisecond

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	db       *bolt.DB
	root     func(*bolt.Tx) *bolt.Bucket
	now      func() time.Time
	docker   bool
	building time.Duration
	routes   []operation
	moves    moves
	random   *service.Random
}

// New makes a service.
func New(cfg Config) *Service {
	s := &Service{db: cfg.DB, root: cfg.Root, now: cfg.Now, random: service.NewRandom(cfg.Rand),
		docker: cfg.Docker, building: cfg.Building, routes: operations()}
	if s.now == nil {
		s.now = time.Now
	}
	if s.building == 0 {
		s.building = defaultBuilding
	}
	return s
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "intrexx" }

// Path is where the API stands below the provider's own path: right there. To a
// client that is a path prefix, as behind a reverse proxy (contract §1.1).
func (s *Service) Path() string { return "" }

// CarriesToken reports whether a request could meet an expired token.
func (s *Service) CarriesToken(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Authorization"), scheme)
}

// Fail answers with an error of this state's shape, as the fault injection
// wants it.
func (s *Service) Fail(w http.ResponseWriter, status int) {
	text := http.StatusText(status)
	if status == http.StatusUnauthorized {
		text = msgNoToken
	}
	ans := asText(status, text)
	_ = s.look(func(v *view) error { ans = v.refused(refuse(status, "%s", text)); return nil })
	ans.send(w)
}

// Accept has nothing to do: this API invites nobody. The error matches
// errors.ErrUnsupported.
func (s *Service) Accept(context.Context, string) (string, error) {
	return "", fmt.Errorf("intrexx has no invitations: %w", errors.ErrUnsupported)
}
