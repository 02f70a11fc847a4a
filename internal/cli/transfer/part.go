// Package transfer brings downloads to their place: a file that grows as *.part
// and takes its name when it is whole, a device, a pipe, or standard output.
package transfer

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
	"unictl/internal/cli/session"
	"unictl/internal/cli/terminal"
	"unictl/internal/rest"
)

// copyBuffer is how much of a download is in memory at a time.
const copyBuffer = 256 << 10

// Part is where a download goes. A file grows beside its place as *.part,
// and takes its name only when it is whole; what did not end well goes away.
type Part struct {
	noun string
	path string // as the person named it; "" = stdout
	// Genuine reports whether these first bytes begin such a file; nil = anything
	// does.
	Genuine func(head []byte) bool
	// Whole refuses a file of this size whose last Tail bytes, or all, are tail;
	// nil = what came is whole.
	Whole func(tail []byte, size int64) error
	Tail  int
	mask  func(string) string // hides secrets in what came instead

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

// To checks where a download is to go, before anything is asked for.
func To(ctx context.Context, s *session.Session, noun, to string, overwrite bool) (*Part, error) {
	place := &Part{noun: noun, mask: s.Hidden.MaskForeign}
	if to == "-" {
		place.out = s.App.Out
		return place, place.notFor(s.App.Terminal.Out)
	}
	place.path, place.target, place.replace = to, to, overwrite
	s.OnClose(func() error { place.Discard(); return nil })
	info, err := os.Stat(to)
	_, dangling := os.Lstat(to)
	refused := &fault.UsageError{Flag: "FILE"}
	switch {
	case err == nil && info.IsDir():
		refused.Message, refused.Hint = to+" is a folder", "name a file in it"
	case err == nil && !info.Mode().IsRegular():
		return place, openStream(ctx, s, place, info)
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

func (p *Part) notFor(terminal bool) error {
	if !terminal {
		return nil
	}
	return &fault.UsageError{Flag: "FILE", Message: "the " + p.noun + " is not for a terminal", Hint: "name a file, or send it on: … - > FILE"}
}

// openStream opens a device or a pipe: it is written to as it is, since a file
// that took its name would do away with it. A pipe waits for its reader.
func openStream(ctx context.Context, s *session.Session, place *Part, info os.FileInfo) error {
	var file *os.File
	err := terminal.Heard(ctx, func() (err error) {
		file, err = os.OpenFile(place.path, os.O_WRONLY, 0)
		return err
	})
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		return &fault.UsageError{Flag: "FILE", Message: fault.Cause(err)}
	}
	s.OnClose(file.Close)
	place.out = file
	return place.notFor(info.Mode()&fs.ModeCharDevice != 0 && term.IsTerminal(int(file.Fd())))
}

// beside makes the file that grows. What is left of an earlier download goes;
// a link is not followed.
func (p *Part) beside() (err error) {
	if followed, err := filepath.EvalSymlinks(p.target); err == nil {
		p.target = followed
	}
	name := p.target + ".part"
	if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() {
		_ = os.Remove(name) // what stands in the way is told below
	}
	p.part, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		p.made, err = p.part.Stat()
	}
	if err != nil {
		return &fault.UsageError{Flag: "FILE", Message: fault.Cause(err), Hint: "name a file in a folder you can write to"}
	}
	p.disk = &flushing{file: p.part}
	return nil
}

// Receive implements rest.Receive: each attempt starts from the beginning.
func (p *Part) Receive(_ http.Header, body io.Reader) error {
	if p.begun {
		return &rest.Error{Kind: rest.Temporary, Message: "the " + p.noun + " was cut short, and what came is already on " + p.where(), Hint: "download it to a file: that is tried again"}
	}
	reader := bufio.NewReaderSize(body, copyBuffer)
	head, err := reader.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if p.Genuine != nil && !p.Genuine(head) {
		return p.notGenuine(reader)
	}
	p.sum, p.size = sha256.New(), 0
	if p.part == nil {
		p.begun = true
		return p.copy(p.out, reader)
	}
	if err := p.rewind(); err != nil {
		return p.unwritable(err)
	}
	return p.copy(p.disk, reader)
}

func (p *Part) copy(out io.Writer, body io.Reader) error {
	writer, end := &failing{to: out}, &ending{most: p.Tail}
	n, err := io.CopyBuffer(io.MultiWriter(writer, p.sum, end), struct{ io.Reader }{body}, make([]byte, copyBuffer))
	p.size = n
	switch {
	case writer.err != nil:
		return p.unwritable(writer.err)
	case err == nil && p.Whole != nil:
		return p.cut(p.Whole(end.bytes(), n))
	}
	return err
}

// cut is the error of a download that ended well for the connection, and is not
// whole all the same; nil when err is.
func (p *Part) cut(err error) error {
	if err == nil {
		return nil
	}
	hint := "nothing was kept: download it again"
	if p.out != nil {
		hint = "what came is on " + p.where() + " already: throw it away, and download it again"
	}
	return &rest.Error{Kind: rest.Temporary, Message: fmt.Sprintf("the %s was cut short after %d bytes: %v", p.noun, p.size, err), Hint: hint}
}

func (p *Part) rewind() error {
	if _, err := p.part.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return p.part.Truncate(0)
}

// where names what is written to.
func (p *Part) where() string {
	switch {
	case p.path == "":
		return "standard output"
	case p.out != nil:
		return p.path
	}
	return p.path + ".part"
}

func (p *Part) unwritable(err error) error {
	if p.out != nil && fault.BrokenPipe(err) {
		p.gone = err
		return err
	}
	return &rest.Error{Kind: rest.Failed, Message: fmt.Sprintf("%s cannot be written: %s", p.where(), fault.RootReason(err)), Hint: "nothing was kept: make room, or name another place", Err: err}
}

// notGenuine says what came instead. Secrets are hidden before the text is cut,
// since half of one is found by nobody.
func (p *Part) notGenuine(body io.Reader) error {
	const shown = 200
	text, _ := io.ReadAll(io.LimitReader(body, 4<<10))
	begins := p.mask(string(text))
	return &rest.Error{Kind: rest.Failed, Message: fmt.Sprintf("the answer is no %s: it begins with %q", p.noun, begins[:min(shown, len(begins))]), Hint: "nothing was written; a proxy or a login page in between answers like this"}
}

// Finish puts a whole file in its place.
func (p *Part) Finish() error {
	if p.part == nil {
		return nil
	}
	err := cmp.Or(p.disk.end(), p.part.Close(), p.mine())
	if err == nil {
		err = p.take()
	}
	if errors.Is(err, fs.ErrExist) {
		return &fault.ExistsError{What: p.path + " was made by somebody else meanwhile"}
	}
	if err != nil {
		return p.unwritable(err)
	}
	p.part = nil
	return nil
}

// take gives the file its name. What may not be replaced is not, even where it
// was made in the meantime; a file system without hard links tells that less well.
func (p *Part) take() error {
	part := p.part.Name()
	if !p.replace {
		switch err := os.Link(part, p.target); {
		case err == nil:
			_ = os.Remove(part) // the file is in its place, whatever becomes of its other name
			return nil
		case errors.Is(err, fs.ErrExist):
			return err
		}
		if _, err := os.Lstat(p.target); err == nil {
			return fs.ErrExist
		}
	}
	return os.Rename(part, p.target)
}

// mine refuses a part that is no longer this download's.
func (p *Part) mine() error {
	info, err := os.Lstat(p.part.Name())
	if err == nil && !os.SameFile(info, p.made) {
		err = errors.New("another download to the same file has taken its place")
	}
	return err
}

// Discard takes away what did not become a file.
func (p *Part) Discard() {
	if p.part == nil {
		return
	}
	_ = p.part.Close()
	if p.made != nil && p.mine() == nil {
		_ = os.Remove(p.part.Name())
	}
	p.part = nil
}

// Gone is the error of a reader who has had enough; nil = there is none.
func (p *Part) Gone() error { return p.gone }

// Streams reports that bytes went to standard output, a device or a pipe: there
// is no file to tell of.
func (p *Part) Streams() bool { return p.out != nil }

// Result is the finished file.
func (p *Part) Result() File {
	return File{Path: p.path, Bytes: p.size, SHA256: hex.EncodeToString(p.sum.Sum(nil))}
}

// File is what a finished download prints.
type File struct {
	Path   string `json:"file"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // hexadecimal
}
