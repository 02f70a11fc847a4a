//go:build linux || darwin

package test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"unsafe"
)

// TestScriptUnix runs the stories that need a terminal, signals, a shell or
// permissions of files.
func TestScriptUnix(t *testing.T) { runScripts(t, "testdata/script/unix") }

// atTerminal makes a process the foreground of the terminal on its stdin.
func atTerminal(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setsid, cmd.SysProcAttr.Setctty = true, true
}

// openTerminal opens a pseudo-terminal: what is written to control is typed,
// what a program writes to screen is read from control.
func openTerminal(columns uint16) (control, screen *os.File, err error) {
	if control, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0); err != nil {
		return nil, nil, err
	}
	name, err := unlockTerminal(control)
	if err == nil {
		screen, err = os.OpenFile(name, os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err == nil {
		size := struct{ rows, columns, x, y uint16 }{40, columns, 0, 0}
		err = terminalControl(screen, syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	}
	if err != nil {
		_ = control.Close()
		return nil, nil, err
	}
	return control, screen, nil
}

// echoes reports whether the terminal shows what is typed.
func echoes(control *os.File) bool {
	var state syscall.Termios
	err := terminalControl(control, terminalState, unsafe.Pointer(&state))
	return err != nil || state.Lflag&syscall.ECHO != 0
}

func terminalControl(file *os.File, request uintptr, argument unsafe.Pointer) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var failed syscall.Errno
	err = raw.Control(func(fd uintptr) {
		_, _, failed = syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(argument))
	})
	if err == nil && failed != 0 {
		return failed
	}
	return err
}
