package journal

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"unictl/internal/atomicfile"
)

// Mode is what to do about an unfinished run.
type Mode uint8

const (
	// Fresh starts a run, and refuses with an *UnfinishedError if rows of an
	// unfinished one were attempted.
	Fresh Mode = iota
	// Resume goes on with the unfinished run, and refuses with a
	// *NothingToResumeError if there is none: a wrong context or path would
	// otherwise begin a second run.
	Resume
	// Restart puts an unfinished run's journal aside, whatever is in it, and
	// starts one.
	Restart
	// Continue resumes the unfinished run or else starts one, for schedulers
	// that repeat one command line until it succeeds.
	Continue
)

// Open opens the journal of a run in dir, which is made if need be, and keeps
// others out until Finish or Close. The input is recorded with it.
//
// Errors: *UnfinishedError, *FinishedError, *NothingToResumeError, *BusyError,
// *VersionError, *ForeignError, *CorruptError, *OpenError. After an error no row
// may be sent.
func Open(dir string, run Run, in Input, mode Mode) (*Journal, error) {
	path := journalPath(dir, run)
	release, err := hold(path)
	if err != nil {
		return nil, err
	}
	signLock(path)
	j := &Journal{path: path, release: release}
	if err := j.open(run, in, mode); err != nil {
		return nil, errors.Join(openFault(path, err), release())
	}
	j.flusher.Start(j.flush)
	return j, nil
}

// openFault makes the operating system's errors ours.
func openFault(path string, err error) error {
	_, system := errors.AsType[*fs.PathError](err)
	_, link := errors.AsType[*os.LinkError](err)
	if system || link {
		return &OpenError{Path: path, Err: err}
	}
	return err
}

func (j *Journal) open(run Run, in Input, mode Mode) error {
	if mode == Restart {
		err := abandon(j.path)
		if err != nil {
			return err
		}
		return j.begin(run, in)
	}
	old, err := load(j.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if old != nil && old.Run != run {
		return &ForeignError{Path: j.path, Got: old.Run, Want: run}
	}
	switch {
	case old != nil && mode != Fresh:
		return j.resume(old, in)
	case mode == Resume:
		return &NothingToResumeError{Path: j.path, Run: run, Finished: lastFinished(j.path)}
	case old != nil && old.counts.Attempted() > 0:
		return &UnfinishedError{Path: j.path, Counts: old.counts, Total: old.input.Rows, Started: old.Created}
	}
	// Under the lock: a process that waited for it may find the run just finished.
	if in.Once {
		if err := finishedBefore(j.path, run, in.SHA256); err != nil {
			return err
		}
	}
	return j.begin(run, in)
}

// begin replaces a journal in which nothing was attempted, or makes the first.
func (j *Journal) begin(run Run, in Input) error {
	var salt Digest
	rand.Read(salt[:]) // never fails
	j.content = content{salt: salt, input: in, header: header{
		Version: journalVersion, Run: run, Created: time.Now().UTC(), Rows: in.Rows, SHA256: in.SHA256,
		Salt: hex.EncodeToString(salt[:]), Limit: in.milliseconds(), uptime: readUptime(),
	}}
	line, err := marshalLine(j.content.header)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(j.path, line, 0o600); err != nil {
		return err
	}
	j.content.size = int64(len(line))
	return j.openFile()
}

// resume goes on after the last whole line.
func (j *Journal) resume(old *content, in Input) error {
	j.content = *old
	info, err := os.Stat(j.path)
	if err != nil {
		return err
	}
	now := present()
	j.quiet = quietFrom(old.began, now, info.ModTime(), old.input.Limit)
	if err := os.Truncate(j.path, old.size); err != nil {
		return err
	}
	if err := j.openFile(); err != nil {
		return err
	}
	if old.torn != nil { // whole again, at the same place
		err = j.write(appendIntent(nil, old.torn.key, old.torn.row, Step{}))
		j.content.torn = nil
	}
	line, wrong := marshalLine(resumed{At: now.at.UTC(), Rows: in.Rows, SHA256: in.SHA256, Limit: in.milliseconds(), uptime: now.uptime})
	if err = errors.Join(err, wrong); err == nil {
		err = j.write(line)
	}
	if err != nil {
		return errors.Join(err, j.file.Close())
	}
	j.content.input = in
	return nil
}

func (j *Journal) openFile() (err error) {
	j.file, err = os.OpenFile(j.path, os.O_RDWR|os.O_APPEND, 0o600)
	return err
}

// abandon puts a journal aside, if there is one.
func abandon(path string) error {
	err := os.Rename(path, asidePath(path, time.Now(), abandonedEnding))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// finishedRun is the line of a run that must not be carried out again. It is no
// history that ages: nothing but the next end of the same run replaces it.
type finishedRun struct {
	At     time.Time `json:"finished"`
	Run    Run       `json:"run"`
	SHA256 string    `json:"sha256"`
}

func recordPath(path string) string {
	return strings.TrimSuffix(path, unfinishedEnding) + recordEnding
}

// remember notes that the run of this journal was finished.
func remember(path string, run Run, sha256 string) error {
	line, err := marshalLine(finishedRun{At: time.Now().UTC(), Run: run, SHA256: sha256})
	if err != nil {
		return err
	}
	return atomicfile.Write(recordPath(path), line, 0o600)
}

// finishedBefore is nil if the run of this journal was never finished, or a
// *FinishedError. A record that cannot be read is a *CorruptError.
func finishedBefore(path string, run Run, sha256 string) error {
	path = recordPath(path)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var known finishedRun
	line, ended := bytes.CutSuffix(text, []byte("\n"))
	if _, whole := cutSum(line); !ended || !whole || json.Unmarshal(line, &known) != nil || known.Run != run {
		return &CorruptError{Path: path, Line: 1}
	}
	return &FinishedError{Path: path, At: known.At, Grown: known.SHA256 != sha256}
}

// FinishedBefore looks without the lock whether Open would refuse the run with a
// *FinishedError; an unfinished run is none.
func FinishedBefore(dir string, run Run, in Input) error {
	path := journalPath(dir, run)
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	return openFault(path, finishedBefore(path, run, in.SHA256))
}

// lastFinished is when the run of this journal was last finished, as far as
// journals are kept, or zero.
func lastFinished(path string) (last time.Time) {
	hash := strings.TrimSuffix(filepath.Base(path), unfinishedEnding)
	found, _ := files(filepath.Dir(path), finishedEnding)
	for _, name := range found {
		if at, ok := stamp(name); ok && at.After(last) && strings.HasPrefix(filepath.Base(name), hash+"-") {
			last = at
		}
	}
	return last
}

// lockWait outlasts those who hold a lock only to look or to clean up.
const lockWait = 500 * time.Millisecond

// hold takes the lock of the journal at path until release is called. It
// makes the directory. The lock file stays behind.
func hold(path string) (release func() error, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	if release, err = atomicfile.Hold(ctx, path); err != nil {
		return nil, lockFault(path, err)
	}
	return release, nil
}

func lockFault(path string, err error) error {
	if lock, ok := errors.AsType[*atomicfile.LockError](err); ok && lock.Held() {
		return &BusyError{Path: path, PID: holder(path)}
	}
	return &OpenError{Path: path, Err: err}
}

// signLock leaves this process's number for others to name. It is only a
// service: Windows refuses to write to a locked file.
func signLock(path string) {
	_ = os.WriteFile(path+".lock", []byte(strconv.Itoa(os.Getpid())), 0o600)
}

// holder is the process that signed the lock last, or 0.
func holder(path string) int {
	text, err := os.ReadFile(path + ".lock")
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}
