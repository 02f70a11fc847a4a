package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is no file is not made one; what is mounted by itself cannot be replaced, and
// the error says what can.
func TestWhatIsNotReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, os.DevNull, link} {
		err := Write(path, []byte("x"), 0o600)
		target, ok := errors.AsType[*TargetError](err)
		if !ok || target.ExitCode() != 2 || target.Hint() == "" {
			t.Errorf("%s: %v", path, err)
		}
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("the device is %v, %v", info, err)
	}
	err := mounted("/etc/config.yaml", &os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EBUSY})
	if target, ok := errors.AsType[*TargetError](err); !ok || target.ExitCode() != 1 || !strings.Contains(target.Hint(), "folder") {
		t.Errorf("a file that is mounted: %v", err)
	}
	if err := mounted("x", os.ErrPermission); !errors.Is(err, os.ErrPermission) {
		t.Errorf("another fault: %v", err)
	}
}
