package history

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"unictl/internal/atomicfile"
)

// Log is the history of one directory, open for writing. It may be used by many
// goroutines, beside other processes. Nothing is made on disk before the first
// write.
type Log struct {
	dir string
	now func() time.Time

	mu      sync.Mutex
	flusher *atomicfile.Flusher // nil = nothing was written yet
	// The file and its checkpoint stay open between writes: opening them costs more
	// than writing.
	file, head *os.File
	known      bool // the file has a form that this version knows
}

// New is the history in a directory.
func New(dir string, now func() time.Time) *Log { return &Log{dir: dir, now: now} }

// patience is how long another process may hold the lock.
const patience = 30 * time.Second

// Before records that a write is about to be sent, and gives its number. It must
// not be sent if there is an error: a *VersionError, a *BrokenError, a
// *atomicfile.LockError or one of the system.
func (l *Log) Before(ctx context.Context, w Write) (int64, error) {
	return l.add(ctx, Entry{Event: Sent, Write: w})
}

// After records what became of the write with that number. An error leaves its
// outcome unknown to the history.
func (l *Log) After(ctx context.Context, of int64, what Event, w Write) error {
	_, err := l.add(ctx, Entry{Event: what, Of: of, Write: w})
	return err
}

// Close brings everything to disk.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.flusher == nil {
		return nil
	}
	l.flusher.Stop()
	l.flusher = nil
	return errors.Join(l.sync(), l.shut())
}

// shut closes the files.
func (l *Log) shut() error {
	if l.file == nil {
		return nil
	}
	err := errors.Join(l.file.Close(), l.head.Close())
	l.file, l.head, l.known = nil, nil, false
	return err
}

func (l *Log) sync() error {
	file, err := os.OpenFile(Path(l.dir), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

func (l *Log) add(ctx context.Context, e Entry) (seq int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err = under(ctx, l.dir, func() error {
		tail, err := l.open()
		if err != nil {
			return err
		}
		err = tail.add(e)
		seq = tail.head.Seq
		return err
	})
	if err == nil && l.flusher == nil {
		l.flusher = &atomicfile.Flusher{}
		l.flusher.Start(func() { _ = l.sync() })
	}
	if err == nil {
		l.flusher.Mark()
	}
	return seq, err
}

// tail is the end of the file, where lines are added, under the lock.
type tail struct {
	file, checkpoints *os.File
	dir               string
	head              Head // of the last line
	now               func() time.Time
}

// open finds the end of the chain: the checkpoint tells it, and lines that a
// process added whose checkpoint did not follow are read.
func (l *Log) open() (*tail, error) {
	if err := l.current(); err != nil {
		return nil, err
	}
	t := &tail{file: l.file, checkpoints: l.head, dir: l.dir, now: l.now}
	if !l.known {
		if err := t.known(); err != nil {
			return nil, err
		}
	}
	l.known = true
	return t, t.find()
}

// current has the files open that are there now: pruning, or a person, may have put
// others in their place.
func (l *Log) current() (err error) {
	if l.file != nil && !(isAt(l.file, Path(l.dir)) && isAt(l.head, filepath.Join(l.dir, checkpointName))) {
		if err := l.shut(); err != nil {
			return err
		}
	}
	if l.file != nil {
		return nil
	}
	if l.file, err = os.OpenFile(Path(l.dir), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	l.head, err = os.OpenFile(filepath.Join(l.dir, checkpointName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		err = errors.Join(err, l.file.Close())
		l.file = nil
	}
	return err
}

// isAt reports whether the open file is the one at path.
func isAt(file *os.File, path string) bool {
	there, err := os.Stat(path)
	open, errOpen := file.Stat()
	return err == nil && errOpen == nil && os.SameFile(there, open)
}

func (t *tail) find() error {
	info, err := t.file.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file", t.file.Name())
	}
	kept := t.checkpointed()
	if kept.Hash == "" && info.Size() == 0 {
		return t.add(Entry{Event: Begin, History: version})
	}
	if kept.Size == info.Size() && kept.Hash != "" {
		t.head = kept
		return nil
	}
	from := kept
	if kept.Size > info.Size() || kept.Hash == "" || t.endsElsewhere(kept) {
		from = Head{Seq: -1}
	}
	if t.head, err = t.follow(from); err != nil {
		return err
	}
	if err := t.file.Truncate(t.head.Size); err != nil { // a torn line: whoever wrote it sent nothing
		return err
	}
	if t.head.Seq < kept.Seq {
		return t.add(Entry{Event: Gap, Missing: &Range{Count: kept.Seq - t.head.Seq, From: t.head.Seq + 1, To: kept.Seq, LastHash: kept.Hash}})
	}
	return nil
}

// known refuses a file of a newer version.
func (t *tail) known() error {
	text := make([]byte, 256)
	n, err := t.file.ReadAt(text, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	_, rest, _ := bytes.Cut(text[:n], []byte(`"history":`))
	number, _, _ := bytes.Cut(rest, []byte(","))
	if form, err := strconv.Atoi(string(number)); err == nil && form > version {
		return &VersionError{Path: t.file.Name(), Version: form}
	}
	return nil
}

// endsElsewhere reports that no line ends where the checkpoint says.
func (t *tail) endsElsewhere(h Head) bool {
	text := make([]byte, hashSize+len(ending))
	_, err := t.file.ReadAt(text, h.Size-int64(len(text)))
	return err != nil || string(text) != h.Hash+ending
}

// follow reads whole lines from a place on, as far as the chain holds, and gives
// the end. Lines behind a break are not gone on with: a *BrokenError.
func (t *tail) follow(from Head) (Head, error) {
	if _, err := t.file.Seek(from.Size, io.SeekStart); err != nil {
		return Head{}, err
	}
	at := from
	for line, err := range lines(t.file) {
		if err != nil {
			return Head{}, err
		}
		next, fault := at.next(line)
		if fault != "" {
			if line[len(line)-1] != '\n' { // torn
				return at, nil
			}
			return Head{}, &BrokenError{Path: t.file.Name(), Seq: at.Seq + 1, Fault: fault}
		}
		at = next
	}
	return at, nil
}

// next is the place behind a line, or what is wrong with the line.
func (h Head) next(line []byte) (Head, string) {
	body, hash, ok := cut(line)
	switch {
	case !ok:
		return Head{}, "it is no record"
	case chained(h.Hash, body) != hash:
		return Head{}, "its hash is not that of its content and of the line before it"
	}
	seq, ok := seqOf(body)
	first := h.Seq < 0
	switch {
	case !ok:
		return Head{}, "it is no record"
	case first && seq != 0, !first && seq <= h.Seq:
		return Head{}, "its number is out of order"
	}
	if isEvent(body, Pruned) { // the chain goes on from what it stands for
		e, err := parse(body)
		if err != nil || e.Summary == nil || e.Summary.To != seq || len(e.Summary.LastHash) != hashSize {
			return Head{}, "it is no record"
		}
		hash = e.Summary.LastHash
	}
	return Head{Seq: seq, Hash: hash, Size: h.Size + int64(len(line))}, ""
}

// isEvent reports of a line whether it tells of that event: it stands behind the
// number.
func isEvent(body []byte, what Event) bool {
	_, rest, _ := bytes.Cut(body, []byte(","))
	return bytes.HasPrefix(rest, []byte(`"event":"`+string(what)+`"`))
}

// seqOf reads the number that a line begins with.
func seqOf(body []byte) (int64, bool) {
	rest, ok := bytes.CutPrefix(body, []byte(`{"seq":`))
	number, _, more := bytes.Cut(rest, []byte(","))
	if !ok || !more || len(number) == 0 || len(number) > 18 {
		return 0, false
	}
	var seq int64
	for _, digit := range number {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		seq = seq*10 + int64(digit-'0')
	}
	return seq, true
}

// add writes one line, and the checkpoint after it.
func (t *tail) add(e Entry) error {
	if err := t.write(e); err != nil {
		return err
	}
	return t.checkpoint()
}

// write writes one line; of what cannot be written whole nothing stays.
func (t *tail) write(e Entry) error {
	after := t.head
	if e.Event == Begin {
		after = Head{Seq: -1}
	}
	if e.Missing != nil { // the numbers that are missing are not given again
		after.Seq = e.Missing.To
	}
	e.Seq, e.At = after.Seq+1, t.now().UTC().Truncate(time.Millisecond)
	line, hash, err := e.sealed(t.head.Hash)
	if err != nil {
		return err
	}
	if n, err := t.file.WriteAt(line, t.head.Size); err != nil {
		if n > 0 {
			err = errors.Join(err, t.file.Truncate(t.head.Size))
		}
		return err
	}
	t.head = Head{Seq: e.Seq, Hash: hash, Size: t.head.Size + int64(len(line))}
	return nil
}

// checkpoint keeps the head beside the file. It is written in place: what it says
// can be found out from the file, only slower.
func (t *tail) checkpoint() error {
	text, err := t.head.text()
	if err == nil {
		_, err = t.checkpoints.WriteAt(text, 0)
	}
	return err
}

// checkpointed is the head that was kept. One that cannot be read is as none: all
// is read then.
func (t *tail) checkpointed() Head {
	text := make([]byte, 2*headSize)
	n, err := t.checkpoints.ReadAt(text, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Head{}
	}
	h, _ := parseHead(text[:n])
	return h
}

// headSize is the length of a head in its file: it is written over in place.
const headSize = 160

func (h Head) text() ([]byte, error) {
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return append(append(text, bytes.Repeat([]byte(" "), max(0, headSize-len(text)-1))...), '\n'), nil
}

// readHead reads a checkpoint or an anchor.
func readHead(path string) (Head, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Head{}, err
	}
	h, ok := parseHead(text)
	if !ok {
		return Head{}, fmt.Errorf("%s is no head of a history", path)
	}
	return h, nil
}

func parseHead(text []byte) (Head, bool) {
	var h Head
	if json.Unmarshal(text, &h) != nil || len(h.Hash) != hashSize || h.Seq < 0 {
		return Head{}, false
	}
	return h, true
}
