package secret_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"
	service "github.com/zalando/go-keyring/secret_service"
)

const (
	secretsRoot = dbus.ObjectPath("/org/freedesktop/secrets")
	login       = secretsRoot + "/collection/login"
	noPath      = dbus.ObjectPath("/")
)

// secretService is a Secret Service in memory, as far as go-keyring calls it.
type secretService struct {
	conduct string // see TestKeyringOverDBus

	mutex sync.Mutex
	items map[dbus.ObjectPath]item
	made  int
	locks bool
}

type item struct {
	attributes map[string]string
	secret     service.Secret
}

// export offers the service, and the bus itself, to one connection.
func (s *secretService) export(conn *dbus.Conn) error {
	for name, methods := range map[string]map[string]any{
		"org.freedesktop.DBus": {
			"Hello":       func() (string, *dbus.Error) { return ":1.1", nil },
			"AddMatch":    func(string) *dbus.Error { return nil },
			"RemoveMatch": func(string) *dbus.Error { return nil },
		},
		"org.freedesktop.DBus.Properties": {"Get": s.property},
		"org.freedesktop.Secret.Service":  {"OpenSession": s.openSession, "Unlock": s.unlock, "ReadAlias": s.readAlias},
		"org.freedesktop.Secret.Session":  {"Close": func() *dbus.Error { return nil }},
		"org.freedesktop.Secret.Collection": {
			"SearchItems": s.search, "CreateItem": s.create,
		},
		"org.freedesktop.Secret.Item":   {"GetSecret": s.secret, "Delete": s.remove},
		"org.freedesktop.Secret.Prompt": {"Prompt": func(string, dbus.Message) *dbus.Error { return s.prompt(conn) }},
	} {
		if err := conn.ExportSubtreeMethodTable(methods, "/org/freedesktop", name); err != nil {
			return err
		}
	}
	return nil
}

// begin is how every method of the service starts.
func (s *secretService) begin() *dbus.Error {
	switch s.conduct {
	case "slow":
		select {}
	case "no service":
		return dbus.NewError("org.freedesktop.DBus.Error.ServiceUnknown", []any{"the name is not activatable"})
	case "angry":
		return dbus.NewError("org.freedesktop.DBus.Error.Failed", []any{"no\x1b[1m way"})
	}
	return nil
}

func (s *secretService) property(_, name string) (dbus.Variant, *dbus.Error) {
	if err := s.begin(); err != nil {
		return dbus.MakeVariant(""), err
	}
	collections := []dbus.ObjectPath{login}
	if s.conduct == "no collection" {
		collections = nil
	}
	return dbus.MakeVariant(map[string]any{"Collections": collections, "Locked": s.locks}[name]), nil
}

func (s *secretService) readAlias(string) (dbus.ObjectPath, *dbus.Error) {
	return noPath, s.begin()
}

func (s *secretService) openSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), secretsRoot + "/session/1", s.begin()
}

func (s *secretService) unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	switch {
	case s.conduct == "no collection":
		return nil, noPath, nil
	case s.locks:
		return nil, secretsRoot + "/prompt/1", s.begin()
	}
	return paths, noPath, s.begin()
}

func (s *secretService) prompt(conn *dbus.Conn) *dbus.Error {
	switch s.conduct {
	case "dismissed":
		if err := conn.Emit(secretsRoot+"/prompt/1", "org.freedesktop.Secret.Prompt.Completed", true, dbus.MakeVariant("")); err != nil {
			return dbus.MakeFailedError(err)
		}
	case "gone":
		_ = conn.Close()
	}
	return nil
}

func (s *secretService) search(attributes map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	found := []dbus.ObjectPath{}
	for path, item := range s.items {
		if maps.Equal(item.attributes, attributes) {
			found = append(found, path)
		}
	}
	slices.Sort(found)
	return found, s.begin()
}

func (s *secretService) create(properties map[string]dbus.Variant, secret service.Secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	attributes, _ := properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	found, _ := s.search(attributes)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.made++
	path := dbus.ObjectPath(fmt.Sprintf("%s/%d", login, s.made))
	if len(found) > 0 {
		path = found[0]
	}
	s.items[path] = item{attributes, secret}
	return path, noPath, nil
}

func (s *secretService) secret(message dbus.Message, session dbus.ObjectPath) (service.Secret, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	path, _ := message.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	secret := s.items[path].secret
	secret.Session = session
	return secret, nil
}

func (s *secretService) remove(message dbus.Message) (dbus.ObjectPath, *dbus.Error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	path, _ := message.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	delete(s.items, path)
	return noPath, nil
}
