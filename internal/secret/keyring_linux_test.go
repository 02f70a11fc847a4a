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
		most    time.Duration
	}{
		{"working", false, "status get set get other delete get", "ok none ok CANARY none ok none", 20 * time.Second},
		{"working", false, "long get delete get", "ok LONG ok none", 20 * time.Second},
		{"open prompt", true, "get get set status", "locked locked locked locked", 3 * fakeLimit},
		{"dismissed", true, "get set", "locked locked", fakeLimit},
		{"gone", true, "get", "locked", time.Second},
		{"slow", false, "get get set status", "slow slow slow slow", 3 * fakeLimit},
		{"mute", false, "get get set status", "slow slow slow slow", 3 * fakeLimit},
		{"closed", false, "get set", "refused refused", time.Second},
		{"angry", false, "get set", "refused refused", time.Second},
		{"no service", false, "get delete set status", "none ok absent absent", fakeLimit},
		{"no collection", false, "get delete set status", "none ok absent absent", fakeLimit},
	} {
		t.Run(test.conduct, func(t *testing.T) {
			t.Parallel()
			service := &secretService{conduct: test.conduct, locks: test.locked, items: map[dbus.ObjectPath]item{}}
			path := startBus(t, service)
			for _, variable := range []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=" + path, "XDG_RUNTIME_DIR=" + filepath.Dir(path)} {
				got, took := keyringProcess(t, test.calls, variable)
				if diff := cmp.Diff(test.want, got); diff != "" || took > test.most {
					t.Errorf("%s: in %v, at most %v: %s", variable, took, test.most, diff)
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
		got, took := keyringProcess(t, "get get delete set status", variables...)
		if got != "none none ok absent absent" || took > fakeLimit {
			t.Errorf("%q: %s in %v", variables, got, took)
		}
	}
}

// keyringProcess runs this test binary for the calls; see useKeyring.
func keyringProcess(t *testing.T, calls string, variables ...string) (string, time.Duration) {
	t.Helper()
	bin := t.TempDir()
	launched := filepath.Join(bin, "launched")
	if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte("#!/bin/sh\n: >"+launched+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	process := exec.Command(os.Args[0])
	process.Env = append([]string{"PATH=" + bin, "GORACE=atexit_sleep_ms=0", keyringEnv + "=" + calls}, variables...)
	out, err := process.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Stat(launched); err == nil {
		t.Errorf("%q: dbus-launch was started", variables)
	}
	words := strings.Fields(string(out))
	took, err := time.ParseDuration(words[len(words)-1])
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Join(words[:len(words)-1], " "), took
}
