//go:build !linux && !darwin

package test

import (
	"errors"
	"os"
	"os/exec"
)

// Elsewhere no script uses a terminal: those stand in testdata/script/unix.

func atTerminal(*exec.Cmd) {}

func openTerminal(uint16) (control, screen *os.File, err error) {
	return nil, nil, errors.New("no pseudo-terminals on this system")
}

func echoes(*os.File) bool { return true }
