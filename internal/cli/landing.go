package cli

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
)

// copyBuffer is how much of a download is in memory at a time.
const copyBuffer = 256 << 10

// landing is where a download goes. A file grows beside its place as *.part,
// and takes its name only when it is whole; what did not end well goes away.
type landing struct {
	noun    string
	path    string // as the person named it; "" = stdout
	genuine func(head []byte) bool
	mask    func(string) string // hides known secrets

	out   io.Writer // stdout, a device or a pipe: they take bytes, not a name
	begun bool      // bytes went to out: they cannot be taken back
	gone  error     // whoever read out has had enough

	target  string // path with links followed
	replace bool   // what is there may be replaced
	part    *os.File
	made    os.FileInfo // of part: whose name may be taken over by another download
	disk    *flushing

	size int64
	sum  hash.Hash
}

// placeFor checks where a download is to go, before anything is asked for.
func (s *Session) placeFor(ctx context.Context, noun, to string, overwrite bool) (*landing, error) {
	place := &landing{noun: noun, mask: s.secrets.Mask}
	if to == "-" {
		place.out = s.App.Out
		return place, place.notFor(s.App.Terminal.Out)
	}
	place.path, place.target, place.replace = to, to, overwrite
	s.closers = append(s.closers, func() error { place.discard(); return nil })
	info, err := os.Stat(to)
	_, dangling := os.Lstat(to)
	refused := &fault.UsageError{Flag: "FILE"}
	switch {
	case err == nil && info.IsDir():
		refused.Message, refused.Hint = to+" is a folder", "name a file in it"
	case err == nil && !info.Mode().IsRegular():
		return place, s.openStream(ctx, place, info)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		refused.Message = fault.Cause(err)
	case dangling == nil && !overwrite:
		refused.Message, refused.Hint = to+" is there already", "name another file, or add --overwrite"
	case err == nil && info.Mode().Perm()&0o200 == 0: // a rename would not ask, and on Windows fail at the end
		refused.Message, refused.Hint = to+" is read-only", "name another file, or make it writable"
	default:
		return place, place.beside()
	}
	return nil, refused
}

func (l *landing) notFor(terminal bool) error {
	if !terminal {
		return nil
	}
	return &fault.UsageError{Flag: "FILE", Message: "the " + l.noun + " is not for a terminal", Hint: "name a file, or send it on: … - > FILE"}
}

// openStream opens a device or a pipe: it is written to as it is, since a file
// that took its name would do away with it. A pipe waits for its reader.
func (s *Session) openStream(ctx context.Context, place *landing, info os.FileInfo) error {
	var file *os.File
	err := heard(ctx, func() (err error) {
		file, err = os.OpenFile(place.path, os.O_WRONLY, 0)
		return err
	})
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		return &fault.UsageError{Flag: "FILE", Message: fault.Cause(err)}
	}
	s.closers = append(s.closers, file.Close)
	place.out = file
	return place.notFor(info.Mode()&fs.ModeCharDevice != 0 && term.IsTerminal(int(file.Fd())))
}

// beside makes the file that grows. What is left of an earlier download goes;
// a link is not followed.
func (l *landing) beside() (err error) {
	if followed, err := filepath.EvalSymlinks(l.target); err == nil {
		l.target = followed
	}
	name := l.target + ".part"
	if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() {
		_ = os.Remove(name) // what stands in the way is told below
	}
	l.part, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		l.made, err = l.part.Stat()
	}
	if err != nil {
		return &fault.UsageError{Flag: "FILE", Message: fault.Cause(err), Hint: "name a file in a folder you can write to"}
	}
	l.disk = &flushing{file: l.part}
	return nil
}

// receive implements rest.Receive: each attempt starts from the beginning.
func (l *landing) receive(_ http.Header, body io.Reader) error {
	if l.begun {
		return &rest.Error{Kind: rest.Temporary, Message: "the " + l.noun + " was cut short, and what came is already on " + l.where(), Hint: "download it to a file: that is tried again"}
	}
	reader := bufio.NewReaderSize(body, copyBuffer)
	head, err := reader.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if l.genuine != nil && !l.genuine(head) {
		return l.notGenuine(reader)
	}
	l.sum, l.size = sha256.New(), 0
	if l.part == nil {
		l.begun = true
		return l.copy(l.out, reader)
	}
	if err := l.rewind(); err != nil {
		return l.unwritable(err)
	}
	return l.copy(l.disk, reader)
}

func (l *landing) copy(out io.Writer, body io.Reader) error {
	writer := &failing{to: out}
	n, err := io.CopyBuffer(io.MultiWriter(writer, l.sum), struct{ io.Reader }{body}, make([]byte, copyBuffer))
	l.size = n
	if writer.err != nil {
		return l.unwritable(writer.err)
	}
	return err
}

func (l *landing) rewind() error {
	if _, err := l.part.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return l.part.Truncate(0)
}

// where names what is written to.
func (l *landing) where() string {
	switch {
	case l.path == "":
		return "standard output"
	case l.out != nil:
		return l.path
	}
	return l.path + ".part"
}

func (l *landing) unwritable(err error) error {
	if l.out != nil && fault.BrokenPipe(err) {
		l.gone = err
		return err
	}
	return &rest.Error{Kind: rest.Failed, Message: fmt.Sprintf("%s cannot be written: %s", l.where(), fault.RootReason(err)), Hint: "nothing was kept: make room, or name another place", Err: err}
}

// notGenuine says what came instead. Secrets are hidden before the text is cut,
// since half of one is found by nobody.
func (l *landing) notGenuine(body io.Reader) error {
	const shown = 200
	text, _ := io.ReadAll(io.LimitReader(body, 4<<10))
	begins := l.mask(string(text))
	return &rest.Error{Kind: rest.Failed, Message: fmt.Sprintf("the answer is no %s: it begins with %q", l.noun, begins[:min(shown, len(begins))]), Hint: "nothing was written; a proxy or a login page in between answers like this"}
}

// finish puts a whole file in its place.
func (l *landing) finish() error {
	if l.part == nil {
		return nil
	}
	err := cmp.Or(l.disk.end(), l.part.Close(), l.mine())
	if err == nil {
		err = l.take()
	}
	if errors.Is(err, fs.ErrExist) {
		return &fault.ExistsError{What: l.path + " was made by somebody else meanwhile"}
	}
	if err != nil {
		return l.unwritable(err)
	}
	l.part = nil
	return nil
}

// take gives the file its name. What may not be replaced is not, even where it
// was made in the meantime; a file system without hard links tells that less well.
func (l *landing) take() error {
	part := l.part.Name()
	if !l.replace {
		switch err := os.Link(part, l.target); {
		case err == nil:
			_ = os.Remove(part) // the file is in its place, whatever becomes of its other name
			return nil
		case errors.Is(err, fs.ErrExist):
			return err
		}
		if _, err := os.Lstat(l.target); err == nil {
			return fs.ErrExist
		}
	}
	return os.Rename(part, l.target)
}

// mine refuses a part that is no longer this download's.
func (l *landing) mine() error {
	info, err := os.Lstat(l.part.Name())
	if err == nil && !os.SameFile(info, l.made) {
		err = errors.New("another download to the same file has taken its place")
	}
	return err
}

// discard takes away what did not become a file.
func (l *landing) discard() {
	if l.part == nil {
		return
	}
	_ = l.part.Close()
	if l.made != nil && l.mine() == nil {
		_ = os.Remove(l.part.Name())
	}
	l.part = nil
}

func (l *landing) result() fileResult {
	return fileResult{File: l.path, Bytes: l.size, SHA256: hex.EncodeToString(l.sum.Sum(nil))}
}
