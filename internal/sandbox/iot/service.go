// Package iot is the Open IoT Service Platform of the sandbox: its invitation
// API and what an operator needs around it, written from docs/contracts/iot.md
// with its quirks, in both dialects. It shares no code with the client, so that
// one misreading cannot satisfy both.
//
// No mail is sent: who is invited is played by Accept, which also confirms the
// address of someone who has registered.
package iot

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"unictl/internal/sandbox/service"
)

// Config is what a Service stands on.
type Config struct {
	service.Config
	// Captcha guards creating users and invitations in dialect J.
	Captcha Captcha
}

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	service.Core[*view]
	captcha Captcha
	routes  map[Dialect]*service.Router[operation]
	limits  *limiter

	mu   sync.Mutex
	down int // how many requests find the server process ended
}

// New makes a service.
func New(cfg Config) *Service {
	s := &Service{captcha: cfg.Captcha, routes: map[Dialect]*service.Router[operation]{
		DialectJ: routerOf(DialectJ), DialectK: routerOf(DialectK)}}
	s.Core = service.NewCore(cfg.Config, s.view)
	s.limits = newLimiter(s.Now)
	return s
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "iot" }

// Path is where the server stands below the provider's own path: at once, for
// there is more than the API at a server's address (contract §1).
func (s *Service) Path() string { return "" }

// CarriesToken reports whether a request could meet an expired token.
func (s *Service) CarriesToken(r *http.Request) bool {
	_, found := service.Bearer(r.Header)
	return found
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

const maxBody = 1 << 20

// Handler answers a server whose root is at prefix, e.g. "/iot".
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handle(w, r, prefix, false) })
}

// WithoutDatabase answers as the platform does that has lost its database.
func (s *Service) WithoutDatabase(w http.ResponseWriter, r *http.Request) {
	s.handle(w, r, "/"+s.Name()+s.Path(), true)
}

func (s *Service) handle(w http.ResponseWriter, r *http.Request, prefix string, noDB bool) {
	if s.stumbles() {
		send(w, page(http.StatusBadGateway, "Bad Gateway"))
		return
	}
	path := strings.TrimPrefix(r.URL.EscapedPath(), prefix)
	below, known := strings.CutPrefix(path, "/v1/")
	known = known && (strings.HasPrefix(below, "api/") || strings.HasPrefix(below, "auth/"))
	switch {
	case r.Method == http.MethodOptions:
		allowOrigins(w)
	case !known: // wrong case included (contract §1)
		send(w, elsewhere())
	default:
		segments := service.Segments(strings.TrimSuffix(strings.TrimPrefix(below, "/"), "/"))
		s.answer(w, &call{r: r, segments: segments, noDB: noDB})
	}
}

func allowOrigins(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Methods", "GET,PUT,POST,DELETE,OPTIONS")
	w.Header().Set("Access-Control-Allow-Headers", "Content-Type, Authorization, Content-Length, X-Requested-With")
	send(w, empty(http.StatusOK))
}

func (s *Service) answer(w http.ResponseWriter, c *call) {
	raw, tooLong, err := service.Body(w, c.r, maxBody)
	if tooLong {
		send(w, generic(http.StatusRequestEntityTooLarge))
		return
	}
	// Broken JSON is found before any guard.
	if err == nil {
		c.body, err = parseBody(c.r.Header.Get("Content-Type"), raw)
	}
	if err != nil {
		send(w, generic(http.StatusBadRequest))
		return
	}
	var ans answer
	err = s.Serve(c.r.Method, func(v *view) error {
		c.view = v
		ans = c.run()
		return nil
	})
	if err != nil {
		ans = broken()
	}
	if c.dies {
		s.end()
		panic(http.ErrAbortHandler)
	}
	if c.quota.limit > 0 {
		c.quota.announce(w.Header())
	}
	send(w, ans)
}

// outage is how many requests an ended server process misses.
const outage = 3

// end ends the server process, as J does over some changes (contract §5). The
// answer to the request that caused it is still sent.
func (s *Service) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = outage
}

// stumbles reports whether the server process is missing.
func (s *Service) stumbles() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down == 0 {
		return false
	}
	s.down--
	return true
}
