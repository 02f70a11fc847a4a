package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"unictl/internal/atomicfile"
)

// Serving is a running sandbox as its lock file tells of it.
type Serving struct {
	PID       int       `json:"pid"`
	URL       string    `json:"url"`
	Key       string    `json:"key"` // for the control endpoints
	StartedAt time.Time `json:"startedAt"`
}

func servePath(statePath string) string { return statePath + ".serve.json" }

// Announce tells other processes, by a file of mode 0600 beside the state,
// where this sandbox is served. Close takes it back. It needs Start or Serve
// to have begun.
func (s *Sandbox) Announce() error {
	base := s.baseURL()
	if base == "" {
		return fmt.Errorf("announce the sandbox: it is not serving yet")
	}
	data, err := json.Marshal(Serving{PID: os.Getpid(), URL: base, Key: s.key, StartedAt: s.opt.Now().UTC()})
	if err == nil {
		err = atomicfile.Write(servePath(s.opt.StatePath), data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("announce the sandbox: %w", err)
	}
	s.mu.Lock()
	s.announced = true
	s.mu.Unlock()
	return nil
}

func (s *Sandbox) withdraw() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.announced {
		s.announced = false
		// A file left behind is recognised as stale by its silence.
		_ = os.Remove(servePath(s.opt.StatePath))
	}
}

// healthTimeout is how long a running sandbox has to show that it lives.
const healthTimeout = 500 * time.Millisecond

// Running finds the sandbox that serves a state, if one does. A file left
// behind by a process that is gone, or an address that something else has
// taken since, does not count.
func Running(statePath string) (*Serving, bool) {
	data, err := os.ReadFile(servePath(statePath))
	if err != nil {
		return nil, false
	}
	var found Serving
	if json.Unmarshal(data, &found) != nil || !found.local() {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(context.Background(), healthTimeout)
	defer cancel()
	var now health
	if err := found.call(ctx, http.MethodGet, "health", nil, &now); err != nil {
		return nil, false
	}
	return &found, now.Proof == proofOf(found.Key)
}

// proofOf shows knowledge of the key to whoever has it.
func proofOf(key string) string {
	sum := sha256.Sum256([]byte("unictl sandbox " + key))
	return hex.EncodeToString(sum[:8])
}
