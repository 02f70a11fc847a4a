package secret

import (
	"context"
	"errors"
	"fmt"

	"unictl/internal/atomicfile"
)

// renewal is what a caller needs who has no usable token yet.
type renewal struct {
	key    TokenKey
	usable func(Token) bool
	signIn SignIn
}

// renew signs in under the key's lock unless the cache holds a usable token
// once the lock is taken.
func (c *TokenCache) renew(ctx context.Context, r renewal) (Token, error) {
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
