package secret_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/atomicfile"
	"unictl/internal/secret"
)

// signInEnv makes the test binary a process that needs a token from the cache
// in the named directory; signing in leaves a line in a file beside it.
const signInEnv = "UNICTL_TEST_TOKEN_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(signInEnv); dir != "" {
		if err := needToken(dir); err != nil {
			panic(err)
		}
		return
	}
	if calls := os.Getenv(keyringEnv); calls != "" {
		if err := useKeyring(calls, os.Stdout); err != nil {
			panic(err)
		}
		return
	}
	if os.Getenv(speakEnv) != "" {
		if err := speak(os.Args[1:]); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

func needToken(dir string) error {
	cache := secret.NewTokenCache(filepath.Join(dir, "tokens"), nil)
	token, err := cache.Get(context.Background(), cacheKey, time.Minute, func(context.Context) (secret.Token, error) {
		time.Sleep(50 * time.Millisecond)
		log, err := os.OpenFile(filepath.Join(dir, "signed-in"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return secret.Token{}, err
		}
		_, err = log.WriteString("once\n")
		return secret.Token{Value: secret.NewValue(canary, ""), Expires: time.Now().Add(time.Hour)}, errors.Join(err, log.Close())
	})
	if err == nil && token.Reveal() != canary {
		err = errors.New("another token than the one signed in for")
	}
	return err
}

func TestGoroutinesAndProcessesSignInOnce(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if err := needToken(dir); err != nil {
				t.Error(err)
			}
		})
	}
	for range 4 {
		group.Go(func() {
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), signInEnv+"="+dir)
			if out, err := process.CombinedOutput(); err != nil || strings.Contains(string(out), canary) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if log, err := os.ReadFile(filepath.Join(dir, "signed-in")); err != nil || string(log) != "once\n" {
		t.Errorf("signed in %q, error %v", log, err)
	}
	holders := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), canary) {
			holders++
		}
		return err
	})
	if err != nil || holders != 1 {
		t.Errorf("%d files hold the token, error %v", holders, err)
	}
}

func TestRenewersSignInOnce(t *testing.T) {
	dir, s := t.TempDir(), &server{now: noon}
	cache, _ := newCache(t, dir, s)
	stale, err := cache.Get(context.Background(), cacheKey, 0, s.signIn)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if fresh, err := cache.Renew(context.Background(), cacheKey, stale, s.signIn); err != nil || fresh.Reveal() != canary+"2" {
				t.Errorf("token %q, error %v", fresh.Reveal(), err)
			}
		})
	}
	group.Wait()
	if got := s.signed.Load(); got != 2 {
		t.Errorf("signed in %d times, want 2", got)
	}
}

// TestNoPlaceForACache has a file where the directory should be, which stops
// root as well: it signs in once, warns, and remembers for this process.
func TestNoPlaceForACache(t *testing.T) {
	file, s := filepath.Join(t.TempDir(), "file"), &server{now: noon, pause: 20 * time.Millisecond}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cache, warnings := newCache(t, filepath.Join(file, "tokens"), s)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { wantToken(t, cache, s, 0, "1") })
	}
	group.Wait()
	if len(*warnings) != 1 || strings.Contains((*warnings)[0], canary) || !strings.Contains((*warnings)[0], file) {
		t.Errorf("warnings %q", *warnings)
	}
	s.now = s.now.Add(2 * time.Hour)
	wantToken(t, cache, s, 0, "2")
}

// TestTokenThatCannotBeWritten has a directory where the file should be.
func TestTokenThatCannotBeWritten(t *testing.T) {
	dir, s := t.TempDir(), &server{now: noon}
	cache, warnings := newCache(t, dir, s)
	wantToken(t, cache, s, 0, "1")
	path := cacheFile(t, dir)
	if err := errors.Join(os.Remove(path), os.MkdirAll(filepath.Join(path, "child"), 0o700)); err != nil {
		t.Fatal(err)
	}
	wantToken(t, cache, s, 0, "2")
	wantToken(t, cache, s, 0, "2")
	if len(*warnings) == 0 || strings.Contains(strings.Join(*warnings, " "), canary) {
		t.Errorf("warnings %q", *warnings)
	}
}

func TestWaitingForASignInEndsWithTheContext(t *testing.T) {
	dir, s := t.TempDir(), &server{now: noon}
	cache, _ := newCache(t, dir, s)
	wantToken(t, cache, s, 0, "1")
	path := cacheFile(t, dir)
	s.now = s.now.Add(2 * time.Hour)
	err := atomicfile.Locked(context.Background(), path, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		defer cancel()
		if _, err := cache.Get(ctx, cacheKey, 0, s.signIn); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v", err)
		}
		return nil
	})
	if err != nil || s.signed.Load() != 1 {
		t.Errorf("error %v, signed in %d times", err, s.signed.Load())
	}
}
