package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// lockedBuffer may be written while a test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestCallsAreLoggedWithoutSecrets(t *testing.T) {
	var log lockedBuffer
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := box(t, Options{Log: &log, Now: func() time.Time { return now }})
	body := mustSend(t, s, "GET", "/users?fields=publicId&page-size=3", "", 200)
	mustSend(t, s, "POST", "/roles", `{"name":"canary-of-a-body"}`, 201)
	req := request(t, s, "GET", "/../nowhere", "")
	if resp, _, err := send(t, req); err != nil || resp.StatusCode != 404 {
		t.Errorf("outside the API: %v %v", resp, err)
	}
	// The last line is written after its answer.
	for strings.Count(log.String(), "\n") < 3 {
		time.Sleep(time.Millisecond)
	}
	var first Call
	if err := json.Unmarshal([]byte(strings.SplitN(log.String(), "\n", 2)[0]), &first); err != nil {
		t.Fatal(err)
	}
	first.Millis = 0
	want := Call{Time: now, Provider: "ixon", Method: "GET", Path: "/ixon/api/users", Query: "fields=publicId&page-size=3", Status: 200, Bytes: int64(len(body))}
	if first != want {
		t.Errorf("got  %+v\nwant %+v", first, want)
	}
	for key, secret := range map[string]string{"token": s.Settings()["ixon"]["token"], "application": s.Settings()["ixon"]["application"], "body": "canary-of-a-body", "key": s.key} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log shows the %s", key)
		}
	}
}

func TestCallLogKeepsTheLatest(t *testing.T) {
	s := &Sandbox{calls: newCallLog(nil)}
	for i := range keptCalls + 25 {
		s.calls.add(Call{Status: i})
	}
	got := s.Calls()
	if len(got) != keptCalls || got[0].Status != 25 || got[keptCalls-1].Status != keptCalls+24 {
		t.Errorf("%d calls from %d to %d", len(got), got[0].Status, got[len(got)-1].Status)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	s, err := Open(t.Context(), Options{StatePath: filepath.Join(t.TempDir(), "state.db"), NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Announce(); err == nil {
		t.Error("announced before it served")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener) }()
	for s.Settings()["ixon"] == nil {
		time.Sleep(time.Millisecond)
	}
	mustSend(t, s, "GET", "/users/me", "", 200)
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("still serving")
	}
}

// Readers, writers and a reset at once: every answer is whole and from one
// state or the other.
func TestConcurrentUse(t *testing.T) {
	s := box(t, Options{SeedSize: 900})
	var all sync.WaitGroup
	for worker := range 6 {
		all.Go(func() {
			for i := range 8 {
				path, method, body := "/users?page-size=4000&fields=publicId,memberships(role.reference.name)", "GET", ""
				if worker%2 == 1 {
					path, method, body = "/roles", "POST", fmt.Sprintf(`{"name":"role %d of %d"}`, i, worker)
				}
				resp, got, err := send(t, request(t, s, method, path, body))
				if err == nil && resp.StatusCode < 300 && !json.Valid([]byte(got)) {
					t.Errorf("%s: torn answer", path)
				}
				if err == nil && resp.StatusCode >= 500 {
					t.Errorf("%s: %s", path, got)
				}
			}
		})
	}
	all.Go(func() {
		if err := s.Reset(t.Context(), 900); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	mustSend(t, s, "GET", "/users", "", 200)
}
