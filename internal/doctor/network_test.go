package doctor_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/doctor"
)

// portal points to an Intrexx server by variables: it signs in.
func (p *patient) portal(url string) *patient {
	p.env["UNICTL_INTREXX_URL"], p.env["UNICTL_INTREXX_PORTAL"] = url, "intranet"
	p.env["UNICTL_INTREXX_USER"], p.env["UNICTL_INTREXX_PASSWORD"] = "iaa-admin", canary
	return p
}

// asked is a server that notes what it was asked.
type asked struct {
	*httptest.Server
	mu    sync.Mutex
	calls []string
}

func serve(t *testing.T, answer http.HandlerFunc) *asked {
	t.Helper()
	a := &asked{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		a.calls = append(a.calls, r.Method+" "+r.URL.Path)
		a.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(a.Close)
	return a
}

// count is how many calls began so.
func (a *asked) count(begin string) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, call := range a.calls {
		if strings.HasPrefix(call, begin) {
			n++
		}
	}
	return n
}

func refuse(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }

func TestNetwork(t *testing.T) {
	t.Parallel()
	refusing := serve(t, refuse)
	p := newPatient(t).configured(refusing.URL)
	if p.findings(); refusing.count("") > 0 {
		t.Errorf("%q without --network", refusing.calls)
	}
	all := p.findings("--network")
	expect(t, all, doctor.OK, "ixon connection", "127.0.0.1:", "")
	expect(t, all, doctor.Problem, "ixon network", "401", "")
	if refusing.count("HEAD /") != 1 || refusing.count("GET /companies/me") != 1 || refusing.count("") != 2 {
		t.Errorf("%q with --network", refusing.calls)
	}
	if code, _, _ := p.run(t.Context(), "--network", "--limit", "1"); code != 0 || refusing.count("") != 2 {
		t.Errorf("exit %d, %q although nobody listened", code, refusing.calls)
	}
	refusing.Close()
	all = p.findings("--network")
	expect(t, all, doctor.Problem, "ixon connection", "refused the connection", "is the port right")
	if bad := problems(all); len(bad) != 1 {
		t.Errorf("one cause, and the problems are %+v", bad)
	}
}

func TestUnavailableServiceIsAskedOnce(t *testing.T) {
	t.Parallel()
	busy := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	expect(t, newPatient(t).configured(busy.URL).findings("--network"), doctor.Problem, "ixon network", "503", "")
	if busy.count("GET") != 1 {
		t.Errorf("%q", busy.calls)
	}
}

func TestUnknownHost(t *testing.T) {
	t.Parallel()
	all := newPatient(t).portal("https://no-such-host.invalid:4242").findings("--network", "--connect-timeout", "5s")
	expect(t, all, doctor.Problem, "intrexx dns", "no-such-host.invalid", "")
	if bad := problems(all); len(bad) != 1 {
		t.Errorf("one cause, and the problems are %+v", bad)
	}
}

// The provider knows what else stands at its usual ports.
func TestTheProvidersOwnWords(t *testing.T) {
	t.Parallel()
	all := newPatient(t).portal("http://127.0.0.1:1337").findings("--network")
	expect(t, all, doctor.Problem, "intrexx connection", "127.0.0.1:1337", "the Administration API listens on 4242")
}

func TestClock(t *testing.T) {
	t.Parallel()
	for ahead, want := range map[time.Duration]string{
		0: "agrees", 10 * time.Minute: "this machine's clock is 10m", -2 * time.Hour: "this machine's clock is ",
	} {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", time.Now().Add(-ahead).UTC().Format(http.TimeFormat))
		})
		all := newPatient(t).configured(server.URL).findings("--network")
		switch {
		case ahead == 0:
			expect(t, all, doctor.OK, "ixon clock", want, "")
		case ahead > 0:
			expect(t, all, doctor.Problem, "ixon clock", "ahead of", "set the clock right")
			expect(t, all, doctor.Problem, "ixon clock", want, "")
		default:
			expect(t, all, doctor.Problem, "ixon clock", "behind", "set the clock right")
		}
	}
}

// Both services answer only when both were asked.
func TestServicesAreAskedAtTheSameTime(t *testing.T) {
	t.Parallel()
	var both sync.WaitGroup
	both.Add(2)
	server := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			both.Done()
			both.Wait()
		}
	})
	all := newPatient(t).configured(server.URL).portal(server.URL).findings("--network")
	expect(t, all, doctor.OK, "ixon clock", "agrees", "")
	expect(t, all, doctor.OK, "intrexx clock", "agrees", "")
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stuck := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	code, stdout, _ := newPatient(t).configured(stuck.URL).run(ctx, "--network")
	if code != 130 || strings.Contains(stdout, "network") {
		t.Errorf("exit %d, %s", code, stdout)
	}
}

// The way is looked at even where a credential is missing; nobody signs in.
func TestWithoutCredential(t *testing.T) {
	t.Parallel()
	server := serve(t, refuse)
	p := newPatient(t).configured(server.URL)
	delete(p.env, "UNICTL_IXON_TOKEN")
	all := p.findings("--network")
	expect(t, all, doctor.Problem, "ixon", "no credential", "UNICTL_IXON_TOKEN")
	expect(t, all, doctor.OK, "ixon clock", "agrees", "")
	if len(server.calls) != 1 {
		t.Errorf("%q", server.calls)
	}
	server.Close()
	expect(t, p.findings("--network"), doctor.Problem, "ixon connection", "refused", "")
}
