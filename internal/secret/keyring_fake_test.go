package secret

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/zalando/go-keyring"
)

// FakeKeyring is a keyring in memory, which can be made to fail.
type FakeKeyring struct {
	Absent   error
	Judgment KeyringReason // of every error
	Largest  int           // bytes of an entry; 0 is any

	// Before is called before each Get, Set or Delete, and may fail it.
	Before func(call, key string) error

	mutex   sync.Mutex
	entries map[string]string
	calls   int
}

// FakeKeyringSource is a Keyring over the fake.
func FakeKeyringSource(fake *FakeKeyring, limit time.Duration) *Keyring {
	return newKeyring(fake, limit)
}

// Entries gives what is kept.
func (f *FakeKeyring) Entries() map[string]string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return maps.Clone(f.entries)
}

// Calls counts Get, Set and Delete.
func (f *FakeKeyring) Calls() int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.calls
}

// Present gives Absent.
func (f *FakeKeyring) Present() error { return f.Absent }

// Reason gives the Judgment.
func (f *FakeKeyring) Reason(context.Context, error) KeyringReason { return f.Judgment }

// Get finds an entry.
func (f *FakeKeyring) Get(key string) (text string, err error) {
	err = f.do("get", key, func() error {
		found := false
		if text, found = f.entries[key]; !found {
			return keyring.ErrNotFound
		}
		return nil
	})
	return text, err
}

// Set keeps an entry, unless it is too large.
func (f *FakeKeyring) Set(key, text string) error {
	return f.do("set", key, func() error {
		if f.Largest > 0 && len(text) > f.Largest {
			return keyring.ErrSetDataTooBig
		}
		if f.entries == nil {
			f.entries = make(map[string]string)
		}
		f.entries[key] = text
		return nil
	})
}

// Delete removes an entry.
func (f *FakeKeyring) Delete(key string) error {
	return f.do("delete", key, func() error {
		if _, found := f.entries[key]; !found {
			return keyring.ErrNotFound
		}
		delete(f.entries, key)
		return nil
	})
}

// ErrInterrupted is what a Before may give.
var ErrInterrupted = errors.New("interrupted")

func (f *FakeKeyring) do(call, key string, act func() error) error {
	f.mutex.Lock()
	f.calls++
	f.mutex.Unlock()
	if f.Before != nil {
		if err := f.Before(call, key); err != nil {
			return err
		}
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return act()
}

// Forget removes an entry, and counts no call.
func (f *FakeKeyring) Forget(key string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	delete(f.entries, key)
}
