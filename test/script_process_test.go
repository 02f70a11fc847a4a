package test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"unictl/cmd"
	"unictl/internal/cli"

	"github.com/rogpeppe/go-internal/testscript"
)

// exitsWith is `code N COMMAND…`: it runs the command and wants exit code N.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [args...]")
	}
	wantCode(ts, args[0], ts.Exec(args[1], args[2:]...))
}

func wantCode(ts *testscript.TestScript, want string, err error) {
	got, n := 0, number(ts, want)
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != n {
		ts.Fatalf("exit code %d, want %d", got, n)
	}
}

func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return n
}

// let is `let NAME`: the variable NAME becomes what stdout held, trimmed.
func let(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: let NAME")
	}
	value := strings.TrimSpace(ts.ReadFile("stdout"))
	if value == "" {
		ts.Fatalf("stdout holds nothing for %s", args[0])
	}
	ts.Setenv(args[0], value)
}

// pick is `pick NAME FILE REGEXP`: the variable NAME becomes what the first
// group of the expression matches in the file, or in stdout or stderr.
func pick(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pick NAME file regexp")
	}
	pattern, err := regexp.Compile("(?m)" + args[2])
	ts.Check(err)
	found := pattern.FindStringSubmatch(ts.ReadFile(args[1]))
	if len(found) < 2 {
		ts.Fatalf("%s has nothing that %q names", args[1], args[2])
	}
	ts.Setenv(args[0], found[1])
}

// countLines is `count N FILE`: the file has N lines.
func countLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count N file")
	}
	if got := strings.Count(ts.ReadFile(args[1]), "\n"); got != number(ts, args[0]) {
		ts.Fatalf("%s has %d lines, want %s", args[1], got, args[0])
	}
}

// fileMode is `mode OCTAL FILE…`: the permissions, where the system has any.
func fileMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: mode 0600 file...")
	}
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] && runtime.GOOS != "windows" {
			ts.Fatalf("%s has mode %s, want %s", name, got, args[0])
		}
	}
}

// scriptProgram is a command of the script in its directory and environment, not yet
// started.
func scriptProgram(ts *testscript.TestScript, args []string) *exec.Cmd {
	path := args[0]
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		name := filepath.Join(dir, args[0]) + ts.Getenv("exe")
		if info, err := os.Stat(name); err == nil && !info.IsDir() && !strings.ContainsRune(args[0], os.PathSeparator) {
			path = name
			break
		}
	}
	cmd := exec.Command(path, args[1:]...)
	endWithTests(cmd)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = scriptEnvironment(ts)
	return cmd
}

// scriptEnvironment is every variable that the script may have set.
func scriptEnvironment(ts *testscript.TestScript) []string {
	var all []string
	names := []string{"PATH", "HOME", "TMPDIR", "TMP", "USERPROFILE", "AppData", "LocalAppData", "SYSTEMROOT", "TERM", "NO_COLOR",
		"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HTTPS_PROXY", "NO_PROXY"}
	for _, name := range append(names, toolVariables()...) {
		if value := ts.Getenv(name); value != "" {
			all = append(all, name+"="+value)
		}
	}
	return all
}

// toolVariables are the variables that the tool reads.
func toolVariables() []string {
	names := []string{"UNICTL_CONTEXT", "UNICTL_CONFIG", "UNICTL_OUTPUT", "UNICTL_NO_INPUT", "UNICTL_SANDBOX_NAMES", "UNICTL_INTREXX_DATABASE_PASSWORD"}
	for _, provider := range cmd.New(cli.Version{}).Providers() {
		for _, option := range provider.Options {
			if option.Env != "" {
				names = append(names, option.Env)
			}
		}
	}
	return names
}

// interruptAfter is `interrupt CALLS COMMAND…`: it runs the command, sends
// Ctrl-C once the server of the script has had so many calls, and wants exit
// code 130.
func interruptAfter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: interrupt CALLS command [args...]")
	}
	var stdout, stderr bytes.Buffer
	cmd := scriptProgram(ts, args[1:])
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	waitForCalls(ts, number(ts, args[0]))
	time.Sleep(50 * time.Millisecond) // the answer is on its way
	ts.Check(cmd.Process.Signal(os.Interrupt))
	select {
	case err := <-ended:
		_, _ = ts.Stdout().Write(stdout.Bytes())
		_, _ = ts.Stderr().Write(stderr.Bytes())
		wantCode(ts, "130", err)
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		ts.Fatalf("still running long after Ctrl-C; stderr: %s", stderr.String())
	}
}
