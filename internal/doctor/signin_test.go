package doctor_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"unictl/internal/doctor"
)

// A token that was made a moment ago and is refused is not made again.
func TestOneSignIn(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/auth" {
			refuse(w, r)
			return
		}
		_, _ = w.Write([]byte(`"token-` + canary + `"`))
	})
	all := newPatient(t).portal(server.URL).findings("--network")
	expect(t, all, doctor.Problem, "intrexx network", "401", "")
	if n := server.count("POST /auth"); n != 1 {
		t.Errorf("%d sign-ins: %q", n, server.calls)
	}
}

func TestWrongPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte("no user with password " + canary))
	})
	expect(t, newPatient(t).portal(server.URL).findings("--network"), doctor.Problem, "intrexx network", "401", "")
	if n := server.count("POST /auth"); n != 1 {
		t.Errorf("%d sign-ins: %q", n, server.calls)
	}
}

// One that was kept and ended is renewed, as every command would.
func TestKeptTokenIsRenewed(t *testing.T) {
	t.Parallel()
	var valid atomic.Value
	valid.Store("first")
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		token, _ := valid.Load().(string)
		switch {
		case r.URL.Path == "/auth":
			_, _ = w.Write([]byte(`"` + token + `-` + canary + `"`))
		case r.Method != http.MethodHead && r.Header.Get("Authorization") != "Bearer "+token+"-"+canary:
			w.WriteHeader(http.StatusUnauthorized)
		default:
			_, _ = w.Write([]byte("{}"))
		}
	})
	p := newPatient(t).portal(server.URL)
	for _, token := range []string{"first", "second"} {
		valid.Store(token)
		expect(t, p.findings("--network"), doctor.OK, "intrexx network", "accepts the credential", "")
	}
	if n := server.count("POST /auth"); n != 2 {
		t.Errorf("%d sign-ins: %q", n, server.calls)
	}
}
