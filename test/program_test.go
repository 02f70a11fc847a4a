package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen. It guards against
// waiting for ever, and says nothing about speed.
const patience = 2 * time.Minute

// TestMain gives the tests a folder for the program and removes it again.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "unictl-test-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	programDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// programDir holds the program, once a test has asked for it.
var programDir string

// buildOnce builds unictl as it is released: static, and without the race
// detector, which would slow each of thousands of starts. Packages have that in
// their own tests.
var buildOnce = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(programDir, "unictl")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-ldflags", "-s -w -X main.version=v0.0.0-test", "-o", path, "..")
	endWithTests(build)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if printed, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building unictl: %w\n%s", err, printed)
	}
	return path, nil
})

// unictl is the path of the program.
func unictl(t *testing.T) string {
	t.Helper()
	return must(buildOnce())(t)
}
