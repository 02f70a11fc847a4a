package doctor_test

import (
	"net"
	"path/filepath"
	"testing"

	"unictl/internal/doctor"
)

// The keyring is looked at with the network, and not before.
func TestKeyringIsAskedWithTheNetwork(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	for _, f := range p.findings() {
		if f.Check == "keyring" {
			t.Errorf("asked offline: %+v", f)
		}
	}
	expect(t, p.findings("--network"), doctor.Note, "keyring", "there is no OS keyring", "--store file")
}

// A session bus on which nobody answers costs the limit, and is told.
func TestSlowKeyring(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	bus := filepath.Join(p.home, "bus")
	listener, err := net.Listen("unix", bus) //nolint:noctx // it listens until the test is over
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + bus
	expect(t, p.findings("--network"), doctor.Problem, "keyring", "did not answer within 3s", "--store file")
}
