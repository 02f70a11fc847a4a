package change

import (
	"context"
	"errors"
	"io"
	"os"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
)

// Once is a secret that a service shows once.
type Once struct {
	Noun     string
	Optional bool
	Tells    bool // its form knows why there is no value
	InUse    InUse
}

// InUse is the credential that commands use, where a secret may replace it; nil =
// none can.
type InUse interface {
	// Agree is asked before anything is sent: replaced says whether it is this one.
	Agree(ctx context.Context, replaced bool) error
	// Keep has the secret in hand; the credential in use is still good.
	Keep(ctx context.Context, value string) error
}

// onceFile is the file that a secret goes to: made, empty and closed to
// others, before anything is sent, and taken away when no secret came.
type onceFile struct {
	file *os.File
	kept bool
}

// prepare refuses a creation whose secret would be lost, and a file that is
// there already, before anything is sent. No file is asked for = nil.
func (o *Once) prepare(s *session.Session, flags *Flags) (*onceFile, error) {
	switch {
	case s.Globals.DryRun:
		return nil, nil
	case !flags.PrintValue && flags.ValueFile == "" && !o.Optional:
		return nil, &fault.UsageError{
			Message: "the " + o.Noun + " is shown only once: say where it goes",
			Hint:    "--value-file FILE writes it to a file of your own, --print-value prints it and nothing else",
		}
	case flags.ValueFile == "":
		return nil, nil
	}
	file, err := os.OpenFile(flags.ValueFile, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &fault.UsageError{Flag: "--value-file", Message: fault.Cause(err), Hint: "name a file that does not exist yet, in a folder you can write to"}
	}
	place := &onceFile{file: file}
	s.OnClose(place.end)
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
func (o *Once) keep(place *onceFile, value, id string) error {
	if place == nil {
		return nil
	}
	place.kept = true
	_, err := io.WriteString(place.file, value+"\n")
	if err := errors.Join(err, place.file.Sync(), place.file.Close()); err != nil {
		return &fault.SecretLostError{Noun: o.Noun, ID: id, Err: err}
	}
	return nil
}

// print writes the value, and nothing else, to stdout.
func (o *Once) print(s *session.Session, value string) error {
	_, err := io.WriteString(s.App.Out, value+"\n")
	return err
}
