package history

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"unictl/internal/atomicfile"
)

// BrokenError is a history that is not as it was written.
type BrokenError struct {
	Path  string
	Seq   int64 // of the line at which the chain breaks
	Fault string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("the history %s is not as it was written: record %d: %s", e.Path, e.Seq, e.Fault)
}

// Hint is the way out.
func (e *BrokenError) Hint() string {
	return "`unictl history verify` says what still holds; keep the file as evidence, and move it away to begin anew"
}

// VersionError is a history that a newer version of the tool writes.
type VersionError struct {
	Path    string
	Version int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("the history %s has the form %d, and this version knows %d", e.Path, e.Version, version)
}

// Hint is the way out.
func (e *VersionError) Hint() string { return "use the newer version" }

// lines gives the lines of a file with their ends; the last one may lack it. A
// line is only good until the next one.
func lines(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		in := bufio.NewReaderSize(r, maxLine+1)
		for {
			line, err := in.ReadSlice('\n')
			switch {
			case len(line) > 0 && (err == nil || errors.Is(err, io.EOF)):
				if !yield(line, nil) {
					return
				}
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, bufio.ErrBufferFull):
				yield(nil, errors.New("a line is too long for a record"))
				return
			default:
				yield(nil, err)
				return
			}
			if err != nil {
				return
			}
		}
	}
}

// Read gives the entries of a history, oldest first, without its header and
// without a torn end. They are not verified. There are none where there is no
// file.
func Read(dir string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		file, err := os.Open(Path(dir))
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(Entry{}, err)
			return
		}
		defer file.Close()
		last := int64(-1)
		for line, err := range lines(file) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			body, _, ok := cut(line)
			if !ok && line[len(line)-1] != '\n' {
				return
			}
			var e Entry
			if ok {
				e, err = parse(body)
			}
			switch {
			case !ok || err != nil:
				yield(Entry{}, &BrokenError{Path: Path(dir), Seq: last + 1, Fault: "it is no record"})
				return
			case e.Event == Begin && e.History > version:
				yield(Entry{}, &VersionError{Path: Path(dir), Version: e.History})
				return
			}
			last = e.Seq
			if e.Event != Begin && !yield(e, nil) {
				return
			}
		}
	}
}

// Record is a write with what became of it.
type Record struct {
	Seq  int64 // of the line before it was sent
	Sent Entry
	// End is the line after it; its event is Unknown and its number 0 where there is
	// none.
	End Entry
}

// Records gives the writes of a history in the order in which they ended; those
// of which nobody knows the end stand where they were sent. Gaps and what was
// pruned come as records whose Sent has that event.
func Records(dir string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		open := map[int64]bool{}
		for e, err := range Read(dir) {
			if err != nil {
				break // said below
			}
			if e.Event == Sent {
				open[e.Seq] = true
			}
			delete(open, e.Of)
		}
		for e, err := range Read(dir) {
			r := Record{Seq: e.Seq, Sent: e, End: e}
			switch {
			case err != nil:
			case e.Event.Outcome():
				r.Seq = e.Of
			case e.Event == Sent && open[e.Seq]:
				r.End = Entry{Event: Unknown, At: e.At, Write: e.Write}
				r.End.Reason = "the process ended before it had an answer"
			case e.Event == Sent:
				continue
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// under runs f while nobody else writes.
func under(ctx context.Context, dir string, f func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return atomicfile.Locked(ctx, Path(dir), f)
}
