package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

// healthTimeout is how long a running sandbox has to show that it lives. A port
// where nobody listens refuses at once; a busy machine answers late.
const healthTimeout = 10 * time.Second

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

// Settings asks a running sandbox for what Sandbox.Settings returns.
func (s *Serving) Settings(ctx context.Context) (map[string]map[string]string, error) {
	var out map[string]map[string]string
	return out, s.call(ctx, http.MethodGet, "settings", nil, &out)
}

// Reset has a running sandbox seed itself afresh; size 0 means its own default.
func (s *Serving) Reset(ctx context.Context, size int) error {
	return s.ResetWith(ctx, Fresh{Size: size})
}

// ResetWith has a running sandbox seed itself afresh; see Sandbox.ResetWith.
func (s *Serving) ResetWith(ctx context.Context, fresh Fresh) error {
	return s.call(ctx, http.MethodPost, "reset", fresh, nil)
}

// Accept has an invited person accept; see Sandbox.Accept.
func (s *Serving) Accept(ctx context.Context, email string) (map[string]string, error) {
	var out map[string]string
	return out, s.call(ctx, http.MethodPost, "accept", map[string]string{"email": email}, &out)
}

// Calls copies the log of the latest calls, one JSON object per line.
func (s *Serving) Calls(ctx context.Context, to io.Writer) error {
	return s.call(ctx, http.MethodGet, "calls", nil, to)
}

// local holds that the address is one of this machine: the key goes there.
func (s *Serving) local() bool {
	u, err := url.Parse(s.URL)
	return err == nil && u.Scheme == "http" && isLoopback(u.Host)
}

// call speaks to a control endpoint. out is a Writer that the answer is copied
// to, or what it is decoded into. The key goes along on all but health.
func (s *Serving) call(ctx context.Context, method, name string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, s.URL+controlPath+"/"+name, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if name != "health" {
		req.Header.Set(KeyHeader, s.Key)
	}
	// A transport of its own: no proxy, and no connection left behind.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("sandbox at %s: %w", s.URL, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return s.refusal(resp, in)
	}
	if to, isWriter := out.(io.Writer); isWriter {
		_, err = io.Copy(to, resp.Body)
	} else if out != nil {
		err = json.NewDecoder(resp.Body).Decode(out)
	}
	return err
}

func (s *Serving) refusal(resp *http.Response, in any) error {
	var said struct {
		Error string `json:"error"`
	}
	_ = json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&said)
	if asked, ok := in.(map[string]string); ok && resp.StatusCode == http.StatusNotFound && said.Error != "" {
		return &AcceptError{Email: asked["email"], Reason: said.Error}
	}
	if said.Error == "" {
		said.Error = resp.Status
	}
	return &refusedError{url: s.URL, status: resp.StatusCode, said: said.Error}
}

// refusedError is a control endpoint's refusal.
type refusedError struct {
	url    string
	status int
	said   string
}

func (e *refusedError) Error() string { return "sandbox at " + e.url + ": " + e.said }
