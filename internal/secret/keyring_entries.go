package secret

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// reasonLimit is how long it may take to find out what is wrong.
const reasonLimit = 500 * time.Millisecond

// keyringSystem is a keyring as the operating system offers it; its calls may
// take for ever. A missing entry is keyring.ErrNotFound.
type keyringSystem interface {
	Present() error // why there is none
	Get(key string) (string, error)
	Set(key, text string) error
	Delete(key string) error
	// Reason judges an error of the others; that of a call that did not come
	// back is context.DeadlineExceeded.
	Reason(ctx context.Context, err error) KeyringReason
}

// keyringEntries bounds the calls of a keyring in time and lets them in one by
// one, as prompts to unlock it would be taken for each other's. Its errors are
// keyring.ErrNotFound, *KeyringError and the context's end.
type keyringEntries struct {
	system keyringSystem
	limit  time.Duration
	turn   chan struct{} // held by a call, even if nobody waits for it any more

	mutex   sync.Mutex
	present bool // asked, and so it was
	failure *KeyringError
}

func (e *keyringEntries) Get(ctx context.Context, key string) (string, error) {
	return e.call(ctx, func() (string, error) { return e.system.Get(key) })
}

func (e *keyringEntries) Set(ctx context.Context, key, text string) error {
	_, err := e.call(ctx, func() (string, error) { return "", e.system.Set(key, text) })
	return err
}

func (e *keyringEntries) Delete(ctx context.Context, key string) error {
	_, err := e.call(ctx, func() (string, error) { return "", e.system.Delete(key) })
	return err
}

func (e *keyringEntries) call(ctx context.Context, ask func() (string, error)) (string, error) {
	if err := e.usable(ctx); err != nil {
		return "", err
	}
	limited, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	select {
	case e.turn <- struct{}{}:
	case <-limited.Done():
		return "", e.judge(ctx, limited.Err())
	}
	if err := e.usable(ctx); err != nil { // the one before may have found out
		<-e.turn
		return "", err
	}
	done := make(chan keyringAnswer, 1)
	go func() {
		answer := guarded(ask)
		<-e.turn
		done <- answer
	}()
	select {
	case answer := <-done:
		return answer.text, e.judge(ctx, answer.err)
	case <-limited.Done():
		return "", e.judge(ctx, limited.Err())
	}
}

type keyringAnswer struct {
	text string
	err  error
}

// guarded makes an error of a panic: the library panics when the service goes
// away while it asks to be unlocked.
func guarded(ask func() (string, error)) (answer keyringAnswer) {
	defer func() {
		if cause := recover(); cause != nil {
			answer = keyringAnswer{err: fmt.Errorf("it went away: %v", cause)}
		}
	}()
	answer.text, answer.err = ask()
	return answer
}

// usable is the earlier failure, and asks once whether there is a keyring.
func (e *keyringEntries) usable(ctx context.Context) error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if e.failure == nil && !e.present {
		if err := e.system.Present(); err != nil {
			e.failure = &KeyringError{Reason: KeyringAbsent, Limit: e.limit, Err: err}
		}
		e.present = e.failure == nil
	}
	if e.failure != nil {
		return e.failure
	}
	return nil
}

// judge turns an error of the keyring into one of this package, and remembers
// it if asking again would cost as much.
func (e *keyringEntries) judge(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil || errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.failure != nil {
		return e.failure
	}
	failure := &KeyringError{Reason: e.reason(ctx, err), Limit: e.limit, Err: err}
	if failure.Reason != KeyringRefused {
		e.failure = failure
	}
	return failure
}

func (e *keyringEntries) reason(ctx context.Context, err error) KeyringReason {
	limited, cancel := context.WithTimeout(ctx, reasonLimit)
	defer cancel()
	done := make(chan KeyringReason, 1)
	go func() { done <- e.system.Reason(limited, err) }()
	select {
	case reason := <-done:
		return reason
	case <-limited.Done():
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return KeyringSlow
	}
	return KeyringRefused
}

// systemKeyring is that of the operating system. Present and Reason differ from
// one to the other.
type systemKeyring struct {
	env func(string) (string, bool)
}

func (systemKeyring) Get(key string) (string, error) { return keyring.Get(keyringService, key) }

func (systemKeyring) Set(key, text string) error { return keyring.Set(keyringService, key, text) }

func (systemKeyring) Delete(key string) error { return keyring.Delete(keyringService, key) }
