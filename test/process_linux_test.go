package test

import (
	"os/exec"
	"syscall"
)

// endWithTests ends a process when the tests end, also when they are killed and
// nothing of theirs runs any more.
func endWithTests(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
