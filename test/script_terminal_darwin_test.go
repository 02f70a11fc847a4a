package test

import (
	"bytes"
	"os"
	"syscall"
	"unsafe"
)

const terminalState = syscall.TIOCGETA

// unlockTerminal lets the other end of control be opened, and names it.
func unlockTerminal(control *os.File) (name string, err error) {
	if err := terminalControl(control, syscall.TIOCPTYGRANT, nil); err != nil {
		return "", err
	}
	if err := terminalControl(control, syscall.TIOCPTYUNLK, nil); err != nil {
		return "", err
	}
	var text [128]byte
	err = terminalControl(control, syscall.TIOCPTYGNAME, unsafe.Pointer(&text))
	before, _, _ := bytes.Cut(text[:], []byte{0})
	return string(before), err
}
