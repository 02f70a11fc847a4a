package secret

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"unictl/internal/atomicfile"
)

// TokenCache keeps tokens in a directory, one file of mode 0600 for each key.
// It may be used by many goroutines and processes at once. Trouble with the
// cache itself is never an error of Get and Renew: they sign in and warn.
type TokenCache struct {
	// Warn hears about files that could not be used or written, in words
	// without any secret, perhaps from several goroutines. It may be nil, and
	// must be set before the first use.
	Warn func(message string)

	dir    string
	now    func() time.Time
	turn   chan struct{} // held by the one who signs in without a file lock
	mutex  sync.Mutex
	unkept map[TokenKey]Token // tokens that could not be written
}

// NewTokenCache makes a cache in dir, which is made when a token is kept; "" keeps
// them for this process alone. A nil now is time.Now.
func NewTokenCache(dir string, now func() time.Time) *TokenCache {
	if now == nil {
		now = time.Now
	}
	return &TokenCache{dir: dir, now: now, turn: make(chan struct{}, 1), unkept: make(map[TokenKey]Token)}
}

var errNowhere = errors.New("no folder is known for it: set HOME or XDG_CACHE_HOME")

// SignIn obtains a new token from the server.
type SignIn = func(ctx context.Context) (Token, error)

// Get gives the cached token of the key if it is valid for longer than early;
// else it signs in and keeps what that gives. Of several callers, in this or
// other processes, one signs in and the others wait and take its token; early
// must be shorter than a token's life for that. The error is signIn's, or the
// context's end.
func (c *TokenCache) Get(ctx context.Context, key TokenKey, early time.Duration, signIn SignIn) (Token, error) {
	usable := func(token Token) bool { return token.valid(c.now(), early) }
	if token, ok := c.find(key, usable, nil); ok {
		return token, nil
	}
	return c.renew(ctx, renewal{key, usable, signIn})
}

// Renew is for a token that the server refused although it had not expired. If
// the cache holds another, valid one by now, because someone else renewed it,
// that is given; else Renew signs in. The error is as for Get.
func (c *TokenCache) Renew(ctx context.Context, key TokenKey, stale Token, signIn SignIn) (Token, error) {
	usable := func(token Token) bool { return token.Reveal() != stale.Reveal() && token.valid(c.now(), 0) }
	return c.renew(ctx, renewal{key, usable, signIn})
}

// Forget removes the token of the key; that there was none is no error.
func (c *TokenCache) Forget(ctx context.Context, key TokenKey) error {
	c.remember(key, Token{})
	if c.dir == "" {
		return nil
	}
	if _, err := os.Lstat(c.path(key)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := atomicfile.Locked(ctx, c.path(key), func() error { return os.Remove(c.path(key)) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot remove a cached token: %w", err)
	}
	return nil
}

// Peek gives the token that is kept for the key, valid or not, without signing
// in and without writing anything; false for none.
func (c *TokenCache) Peek(key TokenKey) (Token, bool) {
	return c.find(key, func(token Token) bool { return token.Reveal() != "" }, nil)
}

// renewal is what a caller needs who has no usable token yet.
type renewal struct {
	key    TokenKey
	usable func(Token) bool
	signIn SignIn
}

// renew signs in under the key's lock unless the cache holds a usable token
// once the lock is taken.
func (c *TokenCache) renew(ctx context.Context, r renewal) (Token, error) {
	if c.dir == "" {
		return c.renewUnlocked(ctx, r, errNowhere)
	}
	var token Token
	err := atomicfile.Locked(ctx, c.path(r.key), func() (err error) {
		var cached bool
		if token, cached = c.find(r.key, r.usable, c.warn); cached {
			return nil
		}
		if token, err = r.signIn(ctx); err == nil {
			c.keep(r.key, token)
		}
		return err
	})
	var lock *atomicfile.LockError
	if errors.As(err, &lock) && lock.Path == c.path(r.key)+".lock" && !lock.Held() {
		return c.renewUnlocked(ctx, r, lock)
	}
	if err != nil {
		return Token{}, err
	}
	return token, nil
}

// renewUnlocked is renew where there can be no lock file, as on a read-only
// disk: other processes sign in for themselves, but this one does so once.
func (c *TokenCache) renewUnlocked(ctx context.Context, r renewal, cause error) (Token, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
	if token, ok := c.find(r.key, r.usable, nil); ok {
		return token, nil
	}
	c.warn(fmt.Sprintf("the token is not cached: %v", cause))
	token, err := r.signIn(ctx)
	if err != nil {
		return Token{}, err
	}
	c.remember(r.key, token)
	return token, nil
}

// find gives a usable token from the disk or, if it could not be written
// there, from memory. A non-nil warn hears of a file that cannot be used.
func (c *TokenCache) find(key TokenKey, usable func(Token) bool, warn func(string)) (Token, bool) {
	token, err := Token{}, fs.ErrNotExist
	if c.dir != "" {
		token, err = c.load(c.path(key))
	}
	if err == nil && usable(token) {
		return token, true
	}
	if err != nil && warn != nil && !errors.Is(err, fs.ErrNotExist) {
		warn(fmt.Sprintf("the cached token %s is not used: %v", c.path(key), err))
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	token, ok := c.unkept[key]
	return token, ok && usable(token)
}

func (c *TokenCache) load(path string) (Token, error) {
	file, err := os.Open(path)
	if err != nil {
		return Token{}, err
	}
	defer file.Close()
	if err := checkPermissions(file); err != nil {
		return Token{}, err
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return Token{}, err
	}
	return decodeToken(data, "cached token "+path)
}

// keep writes the token, or remembers it for this process if that fails.
func (c *TokenCache) keep(key TokenKey, token Token) {
	if token.Reveal() == "" {
		return
	}
	data, err := encodeToken(token)
	if err == nil {
		err = atomicfile.Write(c.path(key), data, filePermissions)
	}
	if err != nil {
		c.remember(key, token)
		c.warn(fmt.Sprintf("the token is not cached: %v", err))
	}
}

// remember keeps a token in memory; an empty one is forgotten.
func (c *TokenCache) remember(key TokenKey, token Token) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if token.Reveal() == "" {
		delete(c.unkept, key)
		return
	}
	c.unkept[key] = token
}

func (c *TokenCache) path(key TokenKey) string { return filepath.Join(c.dir, key.fileName()) }

func (c *TokenCache) warn(message string) {
	if c.Warn != nil {
		c.Warn(message)
	}
}
