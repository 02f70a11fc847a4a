//go:build !darwin && !windows

package secret

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

const busVariable = "DBUS_SESSION_BUS_ADDRESS"

// Present looks for a running D-Bus session. Where the variable is missing, the
// library would look elsewhere and at last start dbus-launch, a daemon for each
// call; so it is set.
func (s systemKeyring) Present() error {
	address, ok := sessionBus(s.env)
	if !ok {
		return errors.New("no D-Bus session is running")
	}
	if os.Getenv(busVariable) == address {
		return nil
	}
	return os.Setenv(busVariable, address)
}

// sessionBus is the address of the D-Bus session, as its specification and
// systemd have it.
func sessionBus(env func(string) (string, bool)) (string, bool) {
	address, _ := env(busVariable)
	if address != "" && !strings.HasPrefix(address, "autolaunch:") {
		return address, !strings.HasPrefix(address, "disabled:")
	}
	dir, _ := env("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(dir) {
		return "", false
	}
	socket := filepath.Join(dir, "bus")
	if info, err := os.Stat(socket); err != nil || info.Mode().Type() != fs.ModeSocket {
		return "", false
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket), true
}
