package journal_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// roles are what the test binary can be when it is started as a process of its
// own; roleDir is where its journals are.
func roles() map[string]func() {
	all := systemRoles()
	all["send"], all["once"] = sendRows, openOnce
	return all
}

const roleDir = "UNICTL_TEST_JOURNAL_DIR"

// play starts the test binary in a role and gives what it said.
func play(t *testing.T, role, dir string, env ...string) string {
	t.Helper()
	out, err := actor(role, dir, env...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", role, err, out)
	}
	return strings.TrimSpace(string(out))
}

func actor(role, dir string, env ...string) *exec.Cmd {
	process := exec.Command(os.Args[0])
	process.Env = append(append(os.Environ(), roleEnv+"="+role, roleDir+"="+dir), env...)
	return process
}

// say is how a role answers.
func say(format string, values ...any) { fmt.Printf(format+"\n", values...) }
