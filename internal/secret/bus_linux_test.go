package secret_test

import (
	"bytes"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// startBus serves the Secret Service on a socket, each client by itself, and
// gives the socket. "mute" accepts and says nothing, "closed" turns away.
func startBus(t *testing.T, service *secretService) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			socket, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = socket.Close() })
			switch service.conduct {
			case "mute":
			case "closed":
				_ = socket.Close()
			default:
				go serve(socket, service)
			}
		}
	}()
	return path
}

func serve(socket net.Conn, service *secretService) {
	defer socket.Close()
	if admit(socket) != nil {
		return
	}
	conn, err := dbus.NewConn(&admitted{Conn: socket, replies: strings.NewReader("REJECTED EXTERNAL\r\nOK 0123\r\n")})
	if err != nil || service.export(conn) != nil || conn.Auth([]dbus.Auth{dbus.AuthExternal("0")}) != nil {
		return
	}
	<-conn.Context().Done()
}

// admit is the server's side of SASL: anybody may come in.
func admit(socket io.ReadWriter) error {
	line := make([]byte, 0, 100)
	for {
		var next [1]byte
		if _, err := io.ReadFull(socket, next[:]); err != nil {
			return err
		}
		if line = append(line, next[0]); next[0] != '\n' {
			continue
		}
		said := strings.Trim(string(line), "\x00\r\n")
		line = line[:0]
		answer := "ERROR\r\n"
		switch {
		case said == "BEGIN":
			return nil
		case said == "AUTH":
			answer = "REJECTED EXTERNAL\r\n"
		case strings.HasPrefix(said, "AUTH EXTERNAL"):
			answer = "OK 0123456789abcdef0123456789abcdef\r\n"
		}
		if _, err := io.WriteString(socket, answer); err != nil {
			return err
		}
	}
}

// admitted lets godbus, which knows only the client's side of SASL, believe
// that it was admitted; after that it is the socket.
type admitted struct {
	net.Conn
	replies io.Reader
	begun   bool
}

func (a *admitted) Read(data []byte) (int, error) {
	if n, _ := a.replies.Read(data); n > 0 {
		return n, nil
	}
	return a.Conn.Read(data)
}

func (a *admitted) Write(data []byte) (int, error) {
	if a.begun {
		return a.Conn.Write(data)
	}
	a.begun = bytes.HasPrefix(data, []byte("BEGIN"))
	return len(data), nil
}
