//go:build !windows

package cmd

import (
	"bufio"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// password reads a line from the terminal without echo. Ctrl-D on an empty line
// is io.EOF, which x/term's own function waits over; Ctrl-C stays a signal.
func password() (string, error) {
	fd := int(os.Stdin.Fd())
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return "", err
	}
	silent := *before
	silent.Lflag &^= unix.ECHO
	silent.Lflag |= unix.ICANON | unix.ISIG
	silent.Iflag |= unix.ICRNL
	if err := unix.IoctlSetTermios(fd, setTermios, &silent); err != nil {
		return "", err
	}
	line, err := bufio.NewReaderSize(os.Stdin, 1).ReadString('\n')
	err = errors.Join(err, unix.IoctlSetTermios(fd, setTermios, before))
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
