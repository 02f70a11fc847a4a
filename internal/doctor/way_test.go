package doctor

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli"
	"unictl/internal/rest"
)

// The variables of proxies are read once in a process: what an inspection
// through one looks like is tried in internal/rest, and on the real program by
// the scripts.
func TestWays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	shown := &rest.ServerCertificate{
		Issuer: "CN=Some authority", Names: []string{"a.example", "b.example", "c.example", "d.example", "e.example", "f.example"},
		NotAfter: now.AddDate(1, 0, 0), ChainEnd: now.Add(50 * time.Hour),
	}
	for name, row := range map[string]struct {
		found rest.Inspection
		want  []Finding
	}{
		"proxy": {
			rest.Inspection{Host: "a.example:8443", Proxy: "proxy.example:3128", Connect: 12 * time.Millisecond, Stopped: rest.StageTLS},
			[]Finding{{OK, "ixon proxy", "a.example:8443 is reached through proxy.example:3128", "", nil}, {OK, "ixon connection", "a.example:8443 (12 ms)", "", nil}},
		},
		"no proxy": {
			rest.Inspection{Host: "a.example", Exempt: true, Addresses: []string{"192.0.2.1", "2001:db8::1"}, Lookup: time.Microsecond, Stopped: rest.StageConnection},
			[]Finding{
				{OK, "ixon proxy", "none for a.example: NO_PROXY names it, or it is this machine", "", nil},
				{OK, "ixon dns", "192.0.2.1, 2001:db8::1 (under 1 ms)", "", nil},
			},
		},
		"authority about to end": {
			rest.Inspection{Host: "a.example", TLSVersion: "TLS 1.2", Certificate: shown, Stopped: rest.StageAnswer},
			[]Finding{
				{OK, "ixon connection", "a.example (under 1 ms)", "", nil},
				{
					Problem, "ixon tls", "TLS 1.2, for a.example, b.example, c.example, d.example and 2 more by CN=Some authority, " +
						"ends 2027-11-01, in 365 days; an authority above it ends 2026-11-03, in 2 days", "have it renewed", nil,
				},
			},
		},
		"unknown name":   {rest.Inspection{Host: "a.example", Stopped: rest.StageDNS}, nil},
		"refused before": {rest.Inspection{}, nil},
	} {
		c := &call{provider: &cli.Provider{Name: "ixon"}, session: &cli.Session{App: &cli.Process{Now: func() time.Time { return now }}}}
		c.way(row.found)
		if diff := cmp.Diff(row.want, c.findings); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for left, want := range map[time.Duration]struct {
		status Status
		words  string
	}{
		-time.Second:           {Problem, "ended 2026-11-01"},
		time.Hour:              {Problem, "ends 2026-11-01, in less than a day"},
		25 * time.Hour:         {Problem, "ends 2026-11-02, in 1 day"},
		endUrgent:              {Note, "ends 2026-11-08, in 7 days"},
		endNoted:               {OK, "ends 2026-12-01, in 30 days"},
		endNoted - time.Second: {Note, "ends 2026-12-01, in 29 days"},
	} {
		status, words := remaining(now.Add(left), now)
		if status != want.status || words != want.words {
			t.Errorf("%s left: %s %q, want %s %q", left, status, words, want.status, want.words)
		}
	}
}
