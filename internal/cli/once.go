package cli

import (
	"errors"
	"io"
	"os"

	"unictl/internal/cli/fault"
)

// Once is a secret that a creation brings. Where the service shows it one single
// time it must have a place to go before the call is made.
type Once[In any] struct {
	Noun     string           // "token"
	Value    func(*In) string // the value, after the steps; "" before
	Optional bool             // the service shows it again: it may stay where it is
	Lost     func(*In) error  // why there is no value although it was asked for; nil = the steps say
}

// once is a Once without its type.
type once struct {
	noun     string
	optional bool
	tells    bool // its form knows why there is no value
}

// onceFile is the file that a secret goes to: made, empty and closed to
// others, before anything is sent, and taken away when no secret came.
type onceFile struct {
	file *os.File
	kept bool
}

// prepare refuses a creation whose secret would be lost, and a file that is
// there already, before anything is sent. No file is asked for = nil.
func (o *once) prepare(s *Session, flags *changeFlags) (*onceFile, error) {
	switch {
	case s.Globals.DryRun:
		return nil, nil
	case !flags.printValue && flags.valueFile == "" && !o.optional:
		return nil, &fault.UsageError{
			Message: "the " + o.noun + " is shown only once: say where it goes",
			Hint:    "--value-file FILE writes it to a file of your own, --print-value prints it and nothing else",
		}
	case flags.valueFile == "":
		return nil, nil
	}
	file, err := os.OpenFile(flags.valueFile, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &fault.UsageError{Flag: "--value-file", Message: fault.Cause(err), Hint: "name a file that does not exist yet, in a folder you can write to"}
	}
	place := &onceFile{file: file}
	s.closers = append(s.closers, place.end)
	return place, nil
}

// end closes the file, and removes it where no secret was written.
func (f *onceFile) end() error {
	if f.kept {
		return nil // closed when it was written
	}
	return errors.Join(f.file.Close(), os.Remove(f.file.Name()))
}

// keep writes the value to its file. Losing it here would lose it for good, so
// a failure says what exists.
func (o *once) keep(place *onceFile, value, id string) error {
	if place == nil {
		return nil
	}
	place.kept = true
	_, err := io.WriteString(place.file, value+"\n")
	if err := errors.Join(err, place.file.Sync(), place.file.Close()); err != nil {
		return &fault.SecretLostError{Noun: o.noun, ID: id, Err: err}
	}
	return nil
}

// print writes the value, and nothing else, to stdout.
func (o *once) print(s *Session, value string) error {
	_, err := io.WriteString(s.App.Out, value+"\n")
	return err
}
