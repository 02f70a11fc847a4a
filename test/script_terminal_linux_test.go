package test

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

const terminalState = syscall.TCGETS

// unlockTerminal lets the other end of control be opened, and names it.
func unlockTerminal(control *os.File) (name string, err error) {
	var locked, number int32
	if err := terminalControl(control, syscall.TIOCSPTLCK, unsafe.Pointer(&locked)); err != nil {
		return "", err
	}
	err = terminalControl(control, syscall.TIOCGPTN, unsafe.Pointer(&number))
	return fmt.Sprintf("/dev/pts/%d", number), err
}
