package secret

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"unictl/internal/atomicfile"
)

// find gives a usable token from the disk or, if it could not be written
// there, from memory. A non-nil warn hears of a file that cannot be used.
func (c *TokenCache) find(key TokenKey, usable func(Token) bool, warn func(string)) (Token, bool) {
	token, err := c.load(c.path(key))
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
