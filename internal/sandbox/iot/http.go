package iot

import (
	"errors"
	"io"
	"net/http"
	"strings"

	bolt "go.etcd.io/bbolt"
)

const maxBody = 1 << 20

// Handler answers a server whose root is at prefix, e.g. "/iot".
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
			s.answer(w, &call{r: r, segments: segmentsOf(below)})
		}
	})
}

func allowOrigins(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Methods", "GET,PUT,POST,DELETE,OPTIONS")
	w.Header().Set("Access-Control-Allow-Headers", "Content-Type, Authorization, Content-Length, X-Requested-With")
	send(w, empty(http.StatusOK))
}

func (s *Service) answer(w http.ResponseWriter, c *call) {
	// The body is read before the transaction, so that a slow sender does not
	// keep everyone else from writing; broken JSON is found before any guard.
	raw, err := io.ReadAll(http.MaxBytesReader(w, c.r.Body, maxBody))
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		send(w, generic(http.StatusRequestEntityTooLarge))
		return
	}
	if err == nil {
		c.body, err = parseBody(c.r.Header.Get("Content-Type"), raw)
	}
	if err != nil {
		send(w, generic(http.StatusBadRequest))
		return
	}
	transaction := s.db.Update
	if c.r.Method == http.MethodGet || c.r.Method == http.MethodHead {
		transaction = s.db.View
	}
	var ans answer
	err = transaction(func(tx *bolt.Tx) error {
		v, err := s.view(tx)
		if err != nil {
			return err
		}
		c.view = v
		ans = c.run()
		return v.err
	})
	if err != nil {
		ans = broken()
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
