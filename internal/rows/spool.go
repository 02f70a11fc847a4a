package rows

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Spooled is a temporary file that only the user can read. It stands at its
// start; Seek back for another pass.
type Spooled struct {
	*os.File
	left bool // it still has a name
}

// SpoolError is why input could not be kept.
type SpoolError struct {
	Err error
	Way string
}

// Error names the temporary file's directory.
func (e *SpoolError) Error() string {
	return "cannot keep the input for a second pass: " + e.Err.Error()
}

// Hint is the way out.
func (e *SpoolError) Hint() string { return e.Way }

// Unwrap gives the operating system's error.
func (e *SpoolError) Unwrap() error { return e.Err }

// Spool copies r to a new file of mode 0600 in dir ("" is the system's
// directory for temporary files), so that standard input can be read twice.
// Nothing but the disk limits its size. The file has no name from the start
// where the system allows that, so that it goes with the process; otherwise
// Close removes it.
//
// A failure to keep is a *SpoolError; a failure to read is r's own, in words.
func Spool(r io.Reader, dir string) (*Spooled, error) {
	file, err := os.CreateTemp(dir, "unictl-rows-*")
	if err != nil {
		return nil, spoolError(err)
	}
	s := &Spooled{File: file, left: os.Remove(file.Name()) != nil}
	source := &noting{from: r}
	_, err = io.Copy(file, source)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	switch {
	case source.err != nil:
		return nil, errors.Join(fmt.Errorf("cannot read the input: %w", source.err), s.Close())
	case err != nil:
		return nil, errors.Join(spoolError(err), s.Close())
	}
	return s, nil
}

// Close closes and removes the file.
func (s *Spooled) Close() error {
	err := s.File.Close()
	if !s.left {
		return err
	}
	s.left = false
	return errors.Join(err, os.Remove(s.Name()))
}

func spoolError(err error) error {
	e := &SpoolError{Err: err, Way: "TMPDIR names the directory for temporary files"}
	if diskFull(err) {
		e.Way = "the disk is full: free some space, or let TMPDIR name a directory that has some"
	}
	return e
}

// noting remembers which error came from reading.
type noting struct {
	from io.Reader
	err  error
}

func (n *noting) Read(p []byte) (int, error) {
	count, err := n.from.Read(p)
	if err != nil && err != io.EOF {
		n.err = err
	}
	return count, err
}
