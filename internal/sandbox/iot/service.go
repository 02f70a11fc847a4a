// Package iot is the Open IoT Service Platform of the sandbox: its invitation
// API and what an operator needs around it, written from contracts/iot.md with
// its quirks, in both dialects. It shares no code with the client, so that one
// misreading cannot satisfy both.
//
// No mail is sent: who is invited is played by Accept, which also confirms the
// address of someone who has registered.
package iot

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
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
	// Captcha guards creating users and invitations in dialect J.
	Captcha Captcha
}

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	db      *bolt.DB
	root    func(*bolt.Tx) *bolt.Bucket
	now     func() time.Time
	random  *service.Random
	captcha Captcha
	routes  []operation
	limits  *limiter

	mu   sync.Mutex
	down int // how many requests find the server process ended
}

// New makes a service.
func New(cfg Config) *Service {
	s := &Service{db: cfg.DB, root: cfg.Root, now: cfg.Now, random: service.NewRandom(cfg.Rand),
		captcha: cfg.Captcha, routes: operations()}
	if s.now == nil {
		s.now = time.Now
	}
	s.limits = newLimiter(s.now)
	return s
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "iot" }

// Path is where the server stands below the provider's own path: at once, for
// there is more than the API at a server's address (contract §1).
func (s *Service) Path() string { return "" }

// CarriesToken reports whether a request could meet an expired token.
func (s *Service) CarriesToken(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Authorization"), scheme)
}

// Fail answers with an error of this API's shape, as the fault injection wants
// it. The platform names a rate limit's end in its own header only: seconds in
// a Retry-After that is already set move there.
func (s *Service) Fail(w http.ResponseWriter, status int) {
	switch status {
	case http.StatusUnauthorized:
		dialect, err := s.Dialect()
		if err != nil {
			send(w, generic(http.StatusInternalServerError))
			return
		}
		send(w, guarded(dialect))
	case http.StatusTooManyRequests:
		after, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if err != nil || after <= 0 {
			after = int(window / time.Second)
		}
		w.Header().Del("Retry-After")
		quota{limit: defaultLimit, reset: after}.announce(w.Header())
		send(w, limited(after))
	default:
		send(w, generic(status))
	}
}
