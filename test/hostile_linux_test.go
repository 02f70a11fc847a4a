package test

import (
	"cmp"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostile are answers that are made to eat the machine that reads them.
var hostile = map[string]func(w http.ResponseWriter){
	"many empty objects": func(w http.ResponseWriter) { repeated(w, "[", "{},", 60<<20) },
	"many, just small enough": func(w http.ResponseWriter) {
		repeated(w, `{"status":"success","moreAfter":null,"data":[`, `{},`, 31<<20)
	},
	"many texts": func(w http.ResponseWriter) { repeated(w, "[", `"a",`, 15<<20) },
	"nested": func(w http.ResponseWriter) {
		repeated(w, `{"status":"success","data":[`, `{"publicId":[`, 9000*13)
		repeated(w, "", "]}", 9000*2)
		repeated(w, "", " ", 60<<10)
	},
	"gzip bomb": func(w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		repeated(z, "[", "{},", 100<<20)
		_ = z.Close()
	},
	"one text without end": func(w http.ResponseWriter) { repeated(w, `["`, "aaaaaaaa", 60<<20) },
	"headers without end": func(w http.ResponseWriter) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		repeated(conn, "HTTP/1.1 200 OK\r\n", "X-More: "+strings.Repeat("a", 1000)+"\r\n", 20<<20)
	},
}

// repeated writes a text again and again, until n bytes went out or nobody reads
// on. Of it no more than a piece is held: the memory that is measured begins
// with that of this process.
func repeated(w io.Writer, begin, text string, n int) {
	piece := strings.Repeat(text, max(1, 32<<10/len(text)))
	_, err := io.WriteString(w, begin)
	for ; n > 0 && err == nil; n -= len(piece) {
		_, err = io.WriteString(w, piece[:min(len(piece), n)])
	}
}

// mostMemory is what the program may take at its peak, in KiB.
const mostMemory = 128 << 10

// TestHostileAnswers holds that no answer costs more memory than mostMemory, and
// that each of them ends as an error.
func TestHostileAnswers(t *testing.T) {
	commands := []string{
		"ixon users list -o json", "devo tokens list -o json", "devo tokens get 1", "iot members list", "intrexx portals list", "api ixon GET users",
	}
	for name, send := range hostile {
		for _, status := range []int{200, 500} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/auth") {
					_, _ = io.WriteString(w, `{"token":"some-token"}`)
					return
				}
				if status != 200 && name != "headers without end" {
					w.WriteHeader(status)
				}
				send(w)
			}))
			for _, words := range commands {
				if status != 200 && !strings.HasSuffix(words, "json") {
					continue
				}
				cmd := against(t, server.URL, strings.Fields(words)...)
				said, err := cmd.CombinedOutput()
				code, _ := errors.AsType[*exec.ExitError](err)
				if code == nil || code.ExitCode() < 1 || strings.Contains(string(said), "panic") {
					t.Errorf("%s, %d, %s: %v\n%.300s", name, status, words, err, said)
				}
				if peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss; peak > mostMemory {
					t.Errorf("%s, %d, %s: %d KiB at its peak\n%.200s", name, status, words, peak, said)
				}
			}
			server.CloseClientConnections()
			server.Close()
		}
	}
}

// against is the program pointed at one server for all services, on a machine of
// its own.
func against(t *testing.T, url string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(unictl(t), append(args, "--retries", "0")...)
	endWithTests(cmd)
	home := t.TempDir()
	cmd.Env = []string{
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + home, "XDG_STATE_HOME=" + home, "PATH=" + os.Getenv("PATH"),
		"UNICTL_IXON_URL=" + url + "/api/", "UNICTL_IXON_APPLICATION=RPHHg5LaTtQg", "UNICTL_IXON_COMPANY=1111-2222-3333-4444-5555", "UNICTL_IXON_TOKEN=token-of-tests",
		"UNICTL_DEVO_URL=" + url, "UNICTL_DEVO_ACCOUNT=self", "UNICTL_DEVO_TOKEN=token-of-tests",
		"UNICTL_IOT_URL=" + url, "UNICTL_IOT_TOKEN=token-of-tests", "UNICTL_IOT_ACCOUNT=11111111-2222-4333-8444-555555555555",
		"UNICTL_INTREXX_URL=" + url, "UNICTL_INTREXX_USER=user", "UNICTL_INTREXX_PASSWORD=password-of-tests", "UNICTL_INTREXX_PORTAL=portal",
	}
	return cmd
}

// endless are answers that go on for ever, behind what is made to keep the reader
// busy: the beginning that comes at once, and what drips then.
var endless = map[string]struct {
	command, begin, flood, drip string
	size                        int // of the flood, below the bounds: it ends nothing by itself
	packed                      bool
}{
	"a drip":       {command: "ixon users list", begin: `{"status":"success","data":[`, drip: " "},
	"many objects": {command: "devo tokens get 1", begin: `{"id":1,"x":[`, flood: "{},", size: 3 << 20, drip: " "},
	"a long text":  {command: "devo tokens get 1", begin: `{"id":1,"x":"`, flood: "aaaaaaaa", size: 20 << 20, drip: "a"},
	"deep nesting": {command: "iot accounts get 11111111-2222-4333-8444-555555555555", begin: `{"id":`, flood: "[", size: 60, drip: " "},
	"a gzip bomb":  {command: "devo tokens get 1", begin: `{"id":1,"x":"`, flood: "aaaaaaaa", size: 20 << 20, drip: "a", packed: true},
}

// TestEndsInTheMiddleOfAnAnswer holds that the program ends when it is told to, while
// an answer goes on that never ends, and that it took no more than mostMemory.
func TestEndsInTheMiddleOfAnAnswer(t *testing.T) {
	for name, sent := range endless {
		for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
			if name != "a drip" && signal == syscall.SIGHUP {
				continue
			}
			begun, done := make(chan struct{}, 1), make(chan struct{})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				out, flush := io.Writer(w), func() error { return nil }
				if sent.packed {
					w.Header().Set("Content-Encoding", "gzip")
					z := gzip.NewWriter(w)
					out, flush = z, z.Flush
				}
				next := func(send func()) {
					send()
					_ = flush()
					w.(http.Flusher).Flush()
				}
				next(func() { repeated(out, sent.begin, cmp.Or(sent.flood, " "), sent.size) })
				begun <- struct{}{}
				for {
					select {
					case <-done:
						return
					case <-r.Context().Done():
						return
					case <-time.After(time.Millisecond):
						next(func() { _, _ = io.WriteString(out, sent.drip) })
					}
				}
			}))
			cmd := against(t, server.URL, append(strings.Fields(sent.command), "--timeout", "0")...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			select {
			case <-begun:
			case <-time.After(patience):
				t.Errorf("%s: nothing was asked", name)
			}
			guard := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
			if err := cmd.Process.Signal(signal); err != nil {
				t.Error(err)
			}
			_ = cmd.Wait()
			guard.Stop()
			if code := cmd.ProcessState.ExitCode(); code != 130 {
				t.Errorf("%s, %v: exit %d", name, signal, code)
			}
			if peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss; peak > mostMemory {
				t.Errorf("%s, %v: %d KiB at its peak", name, signal, peak)
			}
			close(done)
			server.Close()
		}
	}
}

// TestIgnoredSignalsStayIgnored holds that what was ignored at the start ends
// nothing: a script's background jobs, and what runs under nohup.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	for name, signal := range map[string]os.Signal{"INT": os.Interrupt, "HUP": syscall.SIGHUP} {
		begun, told := make(chan struct{}, 1), make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			begun <- struct{}{}
			<-told
			_, _ = io.WriteString(w, `{"status":"success","type":"UserList","data":[]}`)
		}))
		cmd := against(t, server.URL, "ixon", "users", "list")
		cmd.Args = append([]string{"sh", "-c", `trap "" ` + name + `; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
		cmd.Path = "/bin/sh"
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		guard := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
		select {
		case <-begun:
		case <-time.After(patience):
			t.Error("nothing was asked")
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Error(err)
		}
		close(told)
		_ = cmd.Wait()
		guard.Stop()
		if code := cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("%s: exit %d", name, code)
		}
		server.Close()
	}
}
