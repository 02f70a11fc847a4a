package secret

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
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

// NewTokenCache makes a cache in dir, which is made when a token is kept. A
// nil now is time.Now.
func NewTokenCache(dir string, now func() time.Time) *TokenCache {
	if now == nil {
		now = time.Now
	}
	return &TokenCache{dir: dir, now: now, turn: make(chan struct{}, 1), unkept: make(map[TokenKey]Token)}
}

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
	if _, err := os.Lstat(c.path(key)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := atomicfile.Locked(ctx, c.path(key), func() error { return os.Remove(c.path(key)) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot remove a cached token: %w", err)
	}
	return nil
}
