package secret_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/godbus/dbus/v5"
)

// TestKeyringOverDBus has processes that use a Secret Service of each conduct.
func TestKeyringOverDBus(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		conduct string
		locked  bool
		calls   string
		want    string
		limit   time.Duration // of one call; short where it is waited for
	}{
		{"working", false, "status get set get other delete get", "ok none ok CANARY none ok none", time.Minute},
		{"working", false, "long get delete get", "ok LONG ok none", time.Minute},
		{"open prompt", true, "get get set status", "locked locked locked locked", fakeLimit},
		{"dismissed", true, "get set", "locked locked", time.Minute},
		{"gone", true, "get", "locked", time.Minute},
		{"slow", false, "get get set status", "slow slow slow slow", fakeLimit},
		{"mute", false, "get get set status", "slow slow slow slow", fakeLimit},
		{"closed", false, "get set", "refused refused", time.Minute},
		{"angry", false, "get set", "refused refused", time.Minute},
		{"no service", false, "get delete set status", "none ok absent absent", time.Minute},
		{"no collection", false, "get delete set status", "none ok absent absent", time.Minute},
	} {
		t.Run(test.conduct, func(t *testing.T) {
			t.Parallel()
			service := &secretService{conduct: test.conduct, locks: test.locked, items: map[dbus.ObjectPath]item{}}
			path := startBus(t, service)
			for _, variable := range []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=" + path, "XDG_RUNTIME_DIR=" + filepath.Dir(path)} {
				if diff := cmp.Diff(test.want, keyringProcess(t, test.calls, test.limit, variable)); diff != "" {
					t.Errorf("%s: %s", variable, diff)
				}
			}
		})
	}
}

// TestKeyringWithoutABus has a dbus-launch in PATH, which must not be called.
func TestKeyringWithoutABus(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, variables := range [][]string{
		{}, {"DBUS_SESSION_BUS_ADDRESS=autolaunch:"}, {"DBUS_SESSION_BUS_ADDRESS="}, {"DBUS_SESSION_BUS_ADDRESS=disabled:"},
		{"XDG_RUNTIME_DIR=" + dir}, {"XDG_RUNTIME_DIR=" + dir + "/none"}, {"XDG_RUNTIME_DIR=."},
		{"DBUS_SESSION_BUS_ADDRESS=unix:path=" + dir + "/none"}, {"DBUS_SESSION_BUS_ADDRESS=unix:path=" + dir + "/bus"},
	} {
		if got := keyringProcess(t, "get get delete set status", time.Minute, variables...); got != "none none ok absent absent" {
			t.Errorf("%q: %s", variables, got)
		}
	}
}

// keyringProcess runs this test binary for the calls; see useKeyring.
func keyringProcess(t *testing.T, calls string, limit time.Duration, variables ...string) string {
	t.Helper()
	bin := t.TempDir()
	launched := filepath.Join(bin, "launched")
	if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte("#!/bin/sh\n: >"+launched+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	process := exec.Command(os.Args[0])
	process.Env = append([]string{"PATH=" + bin, "GORACE=atexit_sleep_ms=0", keyringEnv + "=" + calls, limitEnv + "=" + limit.String()}, variables...)
	out, err := process.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Stat(launched); err == nil {
		t.Errorf("%q: dbus-launch was started", variables)
	}
	return strings.TrimSpace(string(out))
}
