//go:build unix

package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func pipeAt(t *testing.T, path string) string {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A program gives a secret by process substitution: <(pass show …).
func TestASecretFromAPipe(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	pipe := pipeAt(t, filepath.Join(b.home, "pipe"))
	go func() { _ = os.WriteFile(pipe, []byte(canary+"\n"), 0) }()
	sent := b.heardBody("POST /doors/b", `{}`)
	b.want(0, "works open b --door-key-file "+pipe)
	if !strings.Contains(*sent, `"key":"`+canary+`"`) {
		t.Errorf("sent %q", *sent)
	}
}

func TestCtrlCWhileAPipeHasNoWriter(t *testing.T) {
	t.Parallel()
	b := doorBench(t)
	pipe := pipeAt(t, filepath.Join(b.home, "pipe"))
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	time.AfterFunc(50*time.Millisecond, cancel)
	b.want(130, "works open a --door-key-file "+pipe, "err:interrupted")
	if writer, err := os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil { // lets the one who waits go
		defer writer.Close()
	}
	b.wrote()
}
