//go:build !darwin && !windows

package secret

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
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

// Reason reads the error of the Secret Service. Where that tells nothing, as
// when a prompt to unlock stays open or is closed, it asks over a connection of
// its own whether the keyring is locked.
func (s systemKeyring) Reason(ctx context.Context, err error) KeyringReason {
	if reason := busReason(err); reason != "" {
		return reason
	}
	address, _ := sessionBus(s.env)
	if reason := collectionReason(ctx, address); reason != "" {
		return reason
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return KeyringSlow
	}
	return KeyringRefused
}

// busReason is "" if the error alone does not tell.
func busReason(err error) KeyringReason {
	var dial *net.OpError
	if errors.Is(err, keyring.ErrUnsupportedPlatform) || errors.As(err, &dial) && dial.Op == "dial" {
		return KeyringAbsent
	}
	var failure dbus.Error
	if !errors.As(err, &failure) {
		return ""
	}
	switch name := failure.Name; {
	case name == "org.freedesktop.DBus.Error.ServiceUnknown", name == "org.freedesktop.DBus.Error.NameHasNoOwner",
		strings.HasPrefix(name, "org.freedesktop.DBus.Error.Spawn."):
		return KeyringAbsent
	case name == "org.freedesktop.DBus.Error.NoReply", strings.HasPrefix(name, "org.freedesktop.DBus.Error.Time"):
		return KeyringSlow
	case name == "org.freedesktop.Secret.Error.IsLocked":
		return KeyringLocked
	default:
		return ""
	}
}

const (
	secretService = "org.freedesktop.secrets"
	servicePath   = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath     = servicePath + "/collection/login"
	getProperty   = "org.freedesktop.DBus.Properties.Get"
)

// collectionReason looks at the collection that the library uses: "login", else
// the default one. It is "" if that can be used, or does not answer.
func collectionReason(ctx context.Context, address string) KeyringReason {
	bus, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return ""
	}
	defer bus.Close()
	service := bus.Object(secretService, servicePath)
	path := loginPath
	var all, locked dbus.Variant
	err = service.CallWithContext(ctx, getProperty, 0, "org.freedesktop.Secret.Service", "Collections").Store(&all)
	if paths, ok := all.Value().([]dbus.ObjectPath); err != nil || !ok || !slices.Contains(paths, path) {
		if err := service.CallWithContext(ctx, "org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&path); err != nil {
			return ""
		}
	}
	if path == "/" {
		return KeyringAbsent // a service without any collection
	}
	collection := bus.Object(secretService, path)
	err = collection.CallWithContext(ctx, getProperty, 0, "org.freedesktop.Secret.Collection", "Locked").Store(&locked)
	if isLocked, ok := locked.Value().(bool); err == nil && ok && isLocked {
		return KeyringLocked
	}
	return ""
}
