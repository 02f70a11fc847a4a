package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Once is a secret that a service shows one single time: it must have a place
// to go before the call is made.
type Once[In any] struct {
	Noun  string           // "token"
	Value func(*In) string // the value, after the steps
}

// check refuses a creation whose secret would be lost, and a file that is
// there already, before anything is sent.
func (o *Once[In]) check(s *Session, flags *changeFlags) error {
	if s.Globals.DryRun {
		return nil
	}
	if !flags.printValue && flags.valueFile == "" {
		return &UsageError{
			Message: "the " + o.Noun + " is shown only once: say where it goes",
			Hint:    "--value-file FILE writes it to a file of your own, --print-value prints it and nothing else",
		}
	}
	if flags.valueFile == "" {
		return nil
	}
	file, err := os.OpenFile(flags.valueFile, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return &UsageError{Flag: "--value-file", Message: cause(err), Hint: "name a file that does not exist yet, in a folder you can write to"}
	}
	return file.Close()
}

// keep writes the value to its file. Losing it here would lose it for good, so
// a failure says what exists.
func (o *Once[In]) keep(flags *changeFlags, in *In) error {
	if flags.valueFile == "" {
		return nil
	}
	if err := os.WriteFile(flags.valueFile, []byte(o.Value(in)+"\n"), 0o600); err != nil {
		return fmt.Errorf("created, but the %s could not be kept in %s (%s): delete what was created and try again",
			o.Noun, filepath.Clean(flags.valueFile), cause(err))
	}
	return nil
}

func (o *Once[In]) print(s *Session, in *In) error {
	_, err := io.WriteString(s.App.Out, o.Value(in)+"\n")
	return err
}
