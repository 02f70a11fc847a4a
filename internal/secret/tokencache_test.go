package secret_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"unictl/internal/secret"
)

var (
	cacheKey = secret.TokenKey{Provider: "ixon", Place: "https://portal.example:443", User: "ada@example.com", Application: "App000000001"}
	noon     = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// server counts how often somebody signs in, which takes the pause; each token
// lives an hour.
type server struct {
	now    time.Time
	pause  time.Duration
	signed atomic.Int32
}

func (s *server) signIn(context.Context) (secret.Token, error) {
	number := s.signed.Add(1)
	time.Sleep(s.pause)
	return secret.Token{
		Value: secret.NewValue(canary+string('0'+rune(number)), "sign-in"), Expires: s.now.Add(time.Hour), PublicID: "Tok",
	}, nil
}

func newCache(t *testing.T, dir string, s *server) (*secret.TokenCache, *[]string) {
	t.Helper()
	var mutex sync.Mutex
	warnings := &[]string{}
	cache := secret.NewTokenCache(dir, func() time.Time { return s.now })
	cache.Warn = func(message string) {
		mutex.Lock()
		defer mutex.Unlock()
		*warnings = append(*warnings, message)
	}
	return cache, warnings
}

func cacheFile(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, error %v", files, err)
	}
	return files[0]
}

// wantToken asks for a token and compares its number and the sign-ins so far.
func wantToken(t *testing.T, cache *secret.TokenCache, s *server, early time.Duration, want string) {
	t.Helper()
	token, err := cache.Get(context.Background(), cacheKey, early, s.signIn)
	if err != nil || token.Reveal() != canary+want || !token.Expires.After(s.now) {
		t.Errorf("token %q until %v, error %v, want number %s", token.Reveal(), token.Expires, err, want)
	}
}

func TestGetSignsInWhenNeeded(t *testing.T) {
	ctx, dir, s := context.Background(), filepath.Join(t.TempDir(), "tokens"), &server{now: noon}
	cache, warnings := newCache(t, dir, s)
	wantToken(t, cache, s, time.Minute, "1")
	wantToken(t, cache, s, time.Minute, "1")
	again, _ := newCache(t, dir, s)
	wantToken(t, again, s, time.Minute, "1")
	s.now = noon.Add(59*time.Minute + 30*time.Second)
	wantToken(t, cache, s, 0, "1")
	wantToken(t, cache, s, time.Minute, "2") // renewed early
	s.now = s.now.Add(2 * time.Hour)
	wantToken(t, cache, s, 0, "3") // expired
	if err := errors.Join(cache.Forget(ctx, cacheKey), cache.Forget(ctx, cacheKey)); err != nil {
		t.Error(err)
	}
	wantToken(t, cache, s, 0, "4")
	if info, err := os.Stat(cacheFile(t, dir)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	if len(*warnings) != 0 {
		t.Errorf("warnings %q", *warnings)
	}
	other := cacheKey
	other.User = "bob@example.com"
	if token, err := cache.Get(ctx, other, 0, s.signIn); err != nil || token.Reveal() != canary+"5" {
		t.Errorf("another user has %q, %v", token.Reveal(), err)
	}
}

func TestRenewOfARefusedToken(t *testing.T) {
	ctx, dir, s := context.Background(), t.TempDir(), &server{now: noon}
	cache, _ := newCache(t, dir, s)
	stale, err := cache.Get(ctx, cacheKey, 0, s.signIn)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second one finds what the first one got
		fresh, err := cache.Renew(ctx, cacheKey, stale, s.signIn)
		if err != nil || fresh.Reveal() != canary+"2" {
			t.Errorf("token %q, error %v", fresh.Reveal(), err)
		}
	}
	wantToken(t, cache, s, 0, "2")
}

func TestFailedSignInKeepsNothing(t *testing.T) {
	refused := errors.New("wrong password")
	cache, warnings := newCache(t, t.TempDir(), &server{now: noon})
	fail := func(context.Context) (secret.Token, error) {
		return secret.Token{Value: secret.NewValue("x", "")}, refused
	}
	for range 2 {
		if token, err := cache.Get(context.Background(), cacheKey, 0, fail); err != refused || token.Reveal() != "" {
			t.Errorf("token %q, error %v", token.Reveal(), err)
		}
	}
	if len(*warnings) != 0 {
		t.Errorf("warnings %q", *warnings)
	}
}

func TestUnusableCacheFiles(t *testing.T) {
	for name, content := range map[string]string{
		"is damaged":                     `{"version":1,"token":"` + canary,
		"is damaged ":                    `{"version":1,"token":["` + canary + `"]}`,
		"is damaged: empty":              "",
		"is damaged: no token":           `{"version":1}`,
		"is damaged: line break":         `{"version":1,"token":"` + canary + `\n"}`,
		"is damaged: no version":         `{"token":"` + canary + `"}`,
		"was written by a newer version": `{"version":2,"token":"` + canary + `","expires":"2030-01-01T00:00:00Z"}`,
	} {
		dir, s := t.TempDir(), &server{now: noon}
		cache, warnings := newCache(t, dir, s)
		wantToken(t, cache, s, 0, "1")
		if err := os.WriteFile(cacheFile(t, dir), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		wantToken(t, cache, s, 0, "2")
		wantToken(t, cache, s, 0, "2")
		want, _, _ := strings.Cut(strings.TrimSpace(name), ":")
		if len(*warnings) != 1 || !strings.Contains((*warnings)[0], want) || strings.Contains((*warnings)[0], canary) {
			t.Errorf("%s: warnings %q", name, *warnings)
		}
	}
}

func TestCacheFileThatOthersCanRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // Windows has no such permissions
	}
	dir, s := t.TempDir(), &server{now: noon}
	cache, warnings := newCache(t, dir, s)
	wantToken(t, cache, s, 0, "1")
	if err := os.Chmod(cacheFile(t, dir), 0o640); err != nil {
		t.Fatal(err)
	}
	wantToken(t, cache, s, 0, "2")
	if info, err := os.Stat(cacheFile(t, dir)); err != nil || info.Mode().Perm() != 0o600 || len(*warnings) != 1 {
		t.Errorf("mode %v, error %v, warnings %q", info.Mode(), err, *warnings)
	}
}
