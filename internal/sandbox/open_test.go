package sandbox

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

func TestStateSurvivesReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "state.db")
	first := box(t, Options{StatePath: path})
	before := first.Settings()["ixon"]
	mustSend(t, first, "POST", "/roles", `{"name":"Night shift"}`, 201)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := box(t, Options{StatePath: path, SeedSize: 500})
	after := second.Settings()["ixon"]
	for _, key := range []string{"application", "company", "token", "password", "viewer_token"} {
		if before[key] == "" || before[key] != after[key] {
			t.Errorf("%s was %q and is %q", key, before[key], after[key])
		}
	}
	if got := mustSend(t, second, "GET", "/roles?page-size=100", "", 200); !strings.Contains(got, "Night shift") {
		t.Error("the role is gone")
	}
}

func TestBusyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	holder := box(t, Options{StatePath: path})
	var busy *BusyError
	begun := time.Now()
	_, err := Open(t.Context(), Options{StatePath: path, Wait: 200 * time.Millisecond})
	if !errors.As(err, &busy) || busy.Path != path || !strings.Contains(err.Error(), "sandbox serve") {
		t.Fatalf("a second process got %v", err)
	}
	if took := time.Since(begun); took < 200*time.Millisecond {
		t.Errorf("waited %s", took)
	}
	if _, err := Open(t.Context(), Options{StatePath: path, Wait: -1}); !errors.As(err, &busy) {
		t.Errorf("without waiting: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, Options{StatePath: path, Wait: time.Minute}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an ended context: %v", err)
	}
	time.AfterFunc(150*time.Millisecond, func() { _ = holder.Close() })
	next, err := Open(t.Context(), Options{StatePath: path, Wait: time.Minute})
	if err != nil {
		t.Fatalf("after the holder closed: %v", err)
	}
	_ = next.Close()
}

func TestFilesThatAreNoState(t *testing.T) {
	dir := t.TempDir()
	text, foreign, later := filepath.Join(dir, "text"), filepath.Join(dir, "foreign"), filepath.Join(dir, "later")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database\n", 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	edit(t, foreign, func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("holiday photos"))
		return err
	})
	edit(t, later, func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket([]byte(bMeta))
		if err != nil {
			return err
		}
		return b.Put([]byte(keyFormat), []byte("99"))
	})
	for path, want := range map[string]string{text: "not a sandbox state", foreign: "something else", later: "unictl sandbox reset"} {
		_, err := Open(t.Context(), Options{StatePath: path})
		var state *StateError
		if !errors.As(err, &state) || state.Path != path || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	s, err := Reset(t.Context(), Options{StatePath: later, NoSync: true})
	if err != nil {
		t.Fatalf("reset of a later format: %v", err)
	}
	_ = s.Close()
	if _, err := Reset(t.Context(), Options{StatePath: text}); err == nil {
		t.Error("reset overwrote a file that is no database")
	}
}

func edit(t *testing.T, path string, change func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(change); err != nil {
		t.Fatal(err)
	}
}

func TestInterruptedSeedingIsStartedOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, Options{StatePath: path, NoSync: true}); !errors.Is(err, context.Canceled) {
		t.Fatalf("an ended context: %v", err)
	}
	s := box(t, Options{StatePath: path})
	if got := mustSend(t, s, "GET", "/users?page-size=100&fields=publicId", "", 200); strings.Count(got, "publicId") != 64 {
		t.Errorf("after starting over: %s", got)
	}
}

// Seeding does without flushing, what follows must not.
func TestFlushingIsOnAfterSeeding(t *testing.T) {
	s, err := Open(t.Context(), Options{StatePath: filepath.Join(t.TempDir(), "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Reset(t.Context(), 1); err == nil || s.db.NoSync {
		t.Errorf("after a failed reset: %v, NoSync %v", err, s.db.NoSync)
	}
	if err := s.Reset(t.Context(), 3); err != nil || s.db.NoSync {
		t.Errorf("after a reset: %v, NoSync %v", err, s.db.NoSync)
	}
}

func TestOnlyLoopback(t *testing.T) {
	s := box(t, Options{})
	if _, err := s.Start("0.0.0.0:0"); err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("serving for everyone: %v", err)
	}
}

// TestAPortForEach calls services at their roots, with no name in front.
func TestAPortForEach(t *testing.T) {
	s := box(t, Options{})
	at, err := s.StartEach(0)
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"ixon": "/server-time", "iot": "/v1/api/health", "devo": "/ws/accounts/x/credentials/tokens", "intrexx": "/portals"} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", at[name]+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Api-Version", "2")
		resp, body, err := send(t, req)
		if err != nil || resp.StatusCode == http.StatusNotFound {
			t.Errorf("%s: %v %s", at[name]+path, err, body)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), "GET", at["ixon"]+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Api-Version", "2")
	_, body, err := send(t, req)
	href := regexp.MustCompile(`"(http://[^"]*/server-time)"`).FindStringSubmatch(body)
	if err != nil || href == nil {
		t.Fatal(err, body)
	}
	req, err = http.NewRequestWithContext(t.Context(), "GET", href[1], nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Api-Version", "2")
	if resp, body, err := send(t, req); err != nil || resp.StatusCode != 200 {
		t.Errorf("%s: %v %s", href[1], err, body)
	}
	if calls := s.Calls(); len(calls) != 6 || !strings.HasPrefix(calls[0].Path, "/") {
		t.Errorf("calls: %v", calls)
	}
}
