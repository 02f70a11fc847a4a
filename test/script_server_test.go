package test

import (
	"bufio"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"unictl/internal/testserver"
)

type serversKey struct{}

// servers are those that the script has started; the commands are about the
// last one.
type servers struct{ last *testserver.Server }

func serversOf(ts *testscript.TestScript) *servers {
	found, ok := ts.Value(serversKey{}).(*servers)
	if !ok {
		ts.Fatalf("the script has no servers")
	}
	return found
}

// badServer is `badserver BEHAVIOUR [ARGS…]`: it starts a server and points
// $URL, $CA and the variables of IXON to it.
func badServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: badserver behaviour [args...]; behaviours: %s", strings.Join(testserver.Behaviours(), ", "))
	}
	for i, arg := range args[1:] {
		if _, err := os.Stat(ts.MkAbs(arg)); err == nil {
			args[i+1] = ts.MkAbs(arg)
		}
	}
	server, err := testserver.Start(args[0], args[1:]...)
	ts.Check(err)
	ts.Defer(server.Close)
	serversOf(ts).last = server
	ts.Setenv("URL", server.URL)
	ts.Setenv("UNICTL_IXON_URL", server.URL)
	ts.Setenv("UNICTL_IXON_APPLICATION", "AppAppAppApp")
	ts.Setenv("UNICTL_IXON_COMPANY", "1111-2222-3333-4444-5555")
	ts.Setenv("UNICTL_IXON_TOKEN", "0123456789abcdef0123456789abcdef")
	ts.Setenv("UNICTL_INTREXX_URL", server.URL)
	ts.Setenv("UNICTL_INTREXX_PORTAL", "intranet")
	ts.Setenv("UNICTL_INTREXX_USER", "iaa-admin")
	ts.Setenv("UNICTL_INTREXX_PASSWORD", "portal-canary-5e")
	if server.CA != "" {
		ts.Setenv("CA", ts.MkAbs("server-ca.pem"))
		ts.Check(os.WriteFile(ts.MkAbs("server-ca.pem"), []byte(server.CA), 0o600))
	}
}

func lastServer(ts *testscript.TestScript) *testserver.Server {
	server := serversOf(ts).last
	if server == nil {
		ts.Fatalf("no badserver has been started")
	}
	return server
}

// writeCalls is `calls FILE`: the file gets every request that the server had.
func writeCalls(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: calls file")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(lastServer(ts).Transcript()), 0o600))
}

// countCalls is `called N`: the server has had N requests.
func countCalls(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: called N")
	}
	if got := lastServer(ts).Calls(); got != number(ts, args[0]) {
		ts.Fatalf("the server had %d calls, want %s:\n%s", got, args[0], lastServer(ts).Transcript())
	}
}

func waitForCalls(ts *testscript.TestScript, n int) {
	for end := time.Now().Add(patience); lastServer(ts).Calls() < n; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			ts.Fatalf("the server had %d calls, waited for %d", lastServer(ts).Calls(), n)
		}
	}
}

// serveSandbox is `serve [FLAGS…]`: `unictl sandbox serve` in the background,
// ended by Ctrl-C after the script, with the variables that it prints set. What
// goes to IXON and comes from it is held to what IXON publishes.
func serveSandbox(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg {
			ts.Fatalf("usage: serve [flags...]")
		}
		cmd := scriptProgram(ts, append([]string{"unictl", "sandbox", "serve", "-q"}, args...))
		printed, err := cmd.StdoutPipe()
		ts.Check(err)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		ts.Check(cmd.Start())
		ts.Defer(func() {
			if cmd.Process.Signal(os.Interrupt) != nil { // as on Windows
				_ = cmd.Process.Kill()
			}
			kill := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
			defer kill.Stop()
			_ = cmd.Wait()
		})
		const last = "UNICTL_IXON_URL" // in the order of the alphabet
		lines, got := bufio.NewScanner(printed), ""
		for got != last && lines.Scan() {
			if name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); ok {
				ts.Setenv(name, strings.Trim(value, "'"))
				got = name
			}
		}
		if got != last {
			_ = cmd.Wait()
			ts.Fatalf("the sandbox did not say how to reach it: %s", stderr.String())
		}
		watchIXON(t, ts)
	}
}

// watchIXON goes between the program and IXON. A connection of its own for each
// call lets faults through as they are.
func watchIXON(t *testing.T, ts *testscript.TestScript) {
	real, err := url.Parse(ts.Getenv("UNICTL_IXON_URL"))
	ts.Check(err)
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: real.Scheme, Host: real.Host})
	proxy.Transport = &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	proxy.ErrorLog = log.New(io.Discard, "", 0)
	server := httptest.NewServer(testserver.Published(proxy, strings.TrimSuffix(real.Path, "/"), true, func(fault string) {
		t.Errorf("%s: IXON has not published this: %s", ts.Name(), fault)
	}))
	ts.Defer(server.Close)
	ts.Setenv("UNICTL_IXON_URL", server.URL+real.Path)
}
