package secret

import "github.com/zalando/go-keyring"

// systemKeyring is that of the operating system. Present and Reason differ from
// one to the other.
type systemKeyring struct {
	env func(string) (string, bool)
}

func (systemKeyring) Get(key string) (string, error) { return keyring.Get(keyringService, key) }

func (systemKeyring) Set(key, text string) error { return keyring.Set(keyringService, key, text) }

func (systemKeyring) Delete(key string) error { return keyring.Delete(keyringService, key) }
