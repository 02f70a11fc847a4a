package secret_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// speakEnv makes the test binary a secret_command that does what its arguments
// say, one after the other; unknown ones say nothing.
const speakEnv = "UNICTL_TEST_SPEAK"

func speak(words []string) error {
	for _, word := range words {
		kind, text, _ := strings.Cut(word, ":")
		if err := say(kind, text); err != nil {
			return err
		}
	}
	return nil
}

func say(kind, text string) (err error) {
	switch kind {
	case "out":
		_, err = os.Stdout.WriteString(text)
	case "err":
		_, err = os.Stderr.WriteString(text)
	case "env":
		_, err = os.Stdout.WriteString(os.Getenv(text))
	case "in":
		var input []byte
		if input, err = io.ReadAll(os.Stdin); len(input) > 0 {
			err = errors.New("stdin is not empty")
		}
	case "exit":
		status, _ := strconv.Atoi(text)
		os.Exit(status)
	case "sleep":
		pause, _ := time.ParseDuration(text)
		time.Sleep(pause)
	case "flood":
		for err == nil {
			_, err = os.Stdout.Write(bytes.Repeat([]byte("y\n"), 1000))
		}
	case "log":
		err = appendLine(text, os.Getenv("UNICTL_SECRET_NAME"))
	case "while": // the file is there, but no process outlives its tests for long
		for end := time.Now().Add(3 * time.Minute); err == nil && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			_, err = os.Stat(text)
		}
		err = nil
	case "leave": // a child that goes on alone
		child := exec.Command(os.Args[0], strings.Split(text, ",")...)
		child.Stdout = os.Stdout
		err = child.Start()
	}
	return err
}

func appendLine(path, line string) error {
	log, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = log.WriteString(line + "\n")
	return errors.Join(err, log.Close())
}
