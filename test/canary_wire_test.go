package test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestCanaryAfterAnAnswer holds that bytes which follow an answer on the wire
// stay unseen: Go's HTTP client would log them to stderr as they are.
func TestCanaryAfterAnAnswer(t *testing.T) {
	t.Parallel()
	listener := must(net.Listen("tcp", "127.0.0.1:0"))(t)
	t.Cleanup(func() { _ = listener.Close() })
	go answerTooMuch(listener)
	home := t.TempDir()
	run := exec.Command(unictl(t), "doctor", "--network")
	plain := slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "UNICTL_") })
	run.Env = append(plain, "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_STATE_HOME="+home, "XDG_CACHE_HOME="+home, "AppData="+home, "LocalAppData="+home,
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "UNICTL_IXON_URL=http://"+listener.Addr().String(), "UNICTL_IXON_APPLICATION=AppAppAppApp",
		"UNICTL_IXON_COMPANY=1111-2222-3333-4444-5555", "UNICTL_IXON_TOKEN="+canaryToken)
	var printed bytes.Buffer
	run.Stdout, run.Stderr = &printed, &printed
	if err := run.Run(); run.ProcessState == nil {
		t.Fatal(err)
	}
	if text := printed.String(); strings.Contains(text, canaryMark) || !strings.Contains(text, listener.Addr().String()) {
		t.Errorf("a secret after an answer is shown, or nothing was called:\n%s", text)
	}
}

// answerTooMuch answers every request, and goes on with a secret.
func answerTooMuch(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			requests := bufio.NewReader(conn)
			for {
				request, err := http.ReadRequest(requests)
				if err != nil {
					return
				}
				body := `{"status":"success","type":"Company","data":{"publicId":"1111-2222-3333-4444-5555","name":"A"}}`
				if request.Method == http.MethodHead {
					body = ""
				}
				fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s", len(body), body, canaryToken)
			}
		}()
	}
}
