//go:build !windows

package secret

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// ownGroup makes the process the first of a group, and the end of its context
// the end of all of them.
func ownGroup(process *exec.Cmd) {
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error {
		err := syscall.Kill(-process.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
