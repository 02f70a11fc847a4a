package journal

import (
	"fmt"
	"time"
)

// The exit codes of these errors; docs/reference/exit-codes.md has all of them.
const (
	exitUsage     = 2
	exitTemporary = 7
)

// UnfinishedError refuses to start a run over silently: its journal says that
// rows were attempted.
type UnfinishedError struct {
	Path    string // the journal
	Counts         // what became of the rows so far
	Total   int    // rows of the input when it was last read; 0: not known
	Started time.Time
}

func (e *UnfinishedError) Error() string {
	rows := "its rows"
	if e.Total > 0 {
		rows = fmt.Sprintf("%d rows", e.Total)
	}
	return fmt.Sprintf("this run was begun on %s and is unfinished: of %s %d are done, %d failed, %d are unknown: "+
		"--resume goes on, --restart begins anew (journal %s)",
		e.Started.UTC().Format(time.RFC3339), rows, e.Done+e.Unchanged, e.Failed, e.Unknown, e.Path)
}

// ExitCode is that of bad input: no row was sent.
func (*UnfinishedError) ExitCode() int { return exitUsage }

// FinishedError refuses rows that were carried out before, and of which nothing
// can look what exists.
type FinishedError struct {
	Path  string // of the record
	At    time.Time
	Grown bool // the file is not the same any more
}

func (e *FinishedError) Error() string {
	file := "the rows of this file were"
	if e.Grown {
		file = "another state of this file was"
	}
	return file + " carried out on " + e.At.UTC().Format(time.RFC3339) + ", and this command cannot look what exists"
}

// ExitCode is that of bad input: no row was sent.
func (*FinishedError) ExitCode() int { return exitUsage }

// Hint is the way out.
func (*FinishedError) Hint() string {
	return "put new rows into a file of their own; --restart carries out all rows of this one, those of then too"
}

// NothingToResumeError says that there is no unfinished run.
type NothingToResumeError struct {
	Path     string    // where the journal would be
	Run      Run       // the run that was looked for
	Finished time.Time // when it was last finished; zero: not known
}

func (e *NothingToResumeError) Error() string {
	text := fmt.Sprintf("nothing to resume: there is no unfinished run of %s", e.Run)
	if !e.Finished.IsZero() {
		text += "; it was finished on " + e.Finished.UTC().Format(time.RFC3339)
	}
	return text + ": leave out --resume to start it"
}

// ExitCode is that of bad input: no row was sent.
func (*NothingToResumeError) ExitCode() int { return exitUsage }

// VersionError says that another version of the program wrote the journal.
type VersionError struct {
	Path      string
	Got, Want int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("journal %s has version %d, this program reads version %d: resume it with the program that began it, "+
		"or begin anew with --restart, which keeps the journal aside; rows that were done are then sent again unless the verb can look them up", e.Path, e.Got, e.Want)
}

// ExitCode is that of bad input: no row was sent.
func (*VersionError) ExitCode() int { return exitUsage }

// ForeignError says that a journal is not of the run that its name says; it
// was copied or renamed.
type ForeignError struct {
	Path      string
	Got, Want Run
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("journal %s is of another run (%s), not of %s: move it away, or begin anew with --restart, "+
		"which keeps it aside", e.Path, e.Got, e.Want)
}

// ExitCode is that of bad input: no row was sent.
func (*ForeignError) ExitCode() int { return exitUsage }

// CorruptError says that a line cannot be read. An unfinished last line, which
// a power cut leaves, is not corrupt.
type CorruptError struct {
	Path string
	Line int // from 1
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("journal %s, line %d is damaged, so which rows were sent is not certain: --restart begins anew "+
		"and keeps the journal aside; rows that were done are then sent again unless the verb can look them up", e.Path, e.Line)
}

// ExitCode is that of bad input: no row was sent.
func (*CorruptError) ExitCode() int { return exitUsage }

// BusyError says that another process, or another part of this one, has the
// journal open.
type BusyError struct {
	Path string
	PID  int // 0: not known
}

func (e *BusyError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("this run is going on in another process (journal %s): wait for its end", e.Path)
	}
	return fmt.Sprintf("this run is going on in process %d (journal %s): wait for its end, or stop it", e.PID, e.Path)
}

// ExitCode is that of a temporary failure.
func (*BusyError) ExitCode() int { return exitTemporary }

// OpenError says that the journal cannot be read, made or put aside. No row
// was sent. Err is the operating system's.
type OpenError struct {
	Path string
	Err  error
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("cannot open the journal %s, so no row was sent: %v", e.Path, e.Err)
}

// ExitCode is that of bad input: no row was sent.
func (*OpenError) ExitCode() int { return exitUsage }

// Hint is the way out.
func (*OpenError) Hint() string {
	return "make the folder writable, or set XDG_STATE_HOME to one that is"
}

// Unwrap gives the cause.
func (e *OpenError) Unwrap() error { return e.Err }

// CloseError says that the journal's last lines may not be on disk, or that it
// could not be archived. What became of the rows stands.
type CloseError struct {
	Path string
	Err  error
}

func (e *CloseError) Error() string {
	return fmt.Sprintf("cannot close the journal %s: %v: the rows' results stand, but a resumed run may not know all of them",
		e.Path, e.Err)
}

// Unwrap gives the cause.
func (e *CloseError) Unwrap() error { return e.Err }

// WriteError says that a row's intent or result could not be recorded: the
// disk is full or failing, or the journal is closed.
type WriteError struct {
	Path string
	Row  int // from 1
	// Sent is whether the row's intent was recorded, so that it may have been
	// sent. It then counts as unknown when the run is resumed. Without it the
	// row must not be sent.
	Sent bool
	Err  error
}

func (e *WriteError) Error() string {
	if e.Sent {
		return fmt.Sprintf("row %d was sent, but the journal %s cannot record its result, so a resumed run will take it "+
			"for unknown: %v", e.Row, e.Path, e.Err)
	}
	return fmt.Sprintf("row %d was not sent: the journal %s cannot record it: %v", e.Row, e.Path, e.Err)
}

// Unwrap gives the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// RepeatedError refuses the intent of a row whose key is settled or under way.
type RepeatedError struct {
	Row    int    // from 1
	Status Status // of the earlier row with this key
}

func (e *RepeatedError) Error() string {
	return fmt.Sprintf("row %d was not sent: an earlier row with the same key is %s", e.Row, e.Status)
}
