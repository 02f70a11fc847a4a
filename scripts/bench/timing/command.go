package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const separator = ":::"

// split cuts the words at ":::" into commands.
func split(words []string) ([][]string, error) {
	commands := [][]string{nil}
	for _, word := range words {
		if word == separator {
			commands = append(commands, nil)
			continue
		}
		last := len(commands) - 1
		commands[last] = append(commands[last], word)
	}
	for _, command := range commands {
		if len(command) == 0 {
			return nil, errors.New("usage: timing [-runs N] [-warmup N] COMMAND [ARG…] [::: COMMAND [ARG…]]…")
		}
	}
	return commands, nil
}

// execute runs one command to its end. peak is in bytes, 0 where the system does
// not tell; it is never below this program's own, which a child inherits until
// it is replaced by the command.
func execute(command []string) (took, cpu time.Duration, peak int64, err error) {
	cmd := exec.Command(command[0], command[1:]...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	start := time.Now()
	err = cmd.Run()
	took = time.Since(start)
	if err != nil {
		return 0, 0, 0, fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, bytes.TrimSpace(complaint.Bytes()))
	}
	return took, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakMemory(cmd.ProcessState), nil
}
