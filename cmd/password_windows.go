package cmd

import (
	"os"

	"golang.org/x/term"
)

// password reads a line from the console without echo.
func password() (string, error) {
	text, err := term.ReadPassword(int(os.Stdin.Fd()))
	return string(text), err
}
