//go:build !darwin && !windows

package secret

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

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
