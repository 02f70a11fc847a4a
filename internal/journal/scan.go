package journal

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
)

// maxLine is more than the longest line that is written.
const maxLine = 64 << 10

// lines calls each for every whole line, without its end, and the offset where
// it starts. A torn last line is the tail. end is the offset after the last
// whole line. A false verdict is a *CorruptError.
func lines(path string, each func(line []byte, at int64) bool) (end int64, tail []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, nil, err
	}
	defer file.Close()
	reader := bufio.NewReaderSize(file, maxLine)
	for number := 1; ; number++ {
		line, err := reader.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			return end, line, nil
		case errors.Is(err, bufio.ErrBufferFull) && zeros(line) && onlyZeros(reader):
			return end, nil, nil
		case errors.Is(err, bufio.ErrBufferFull):
			return end, nil, &CorruptError{Path: path, Line: number}
		case err != nil:
			return end, nil, err
		}
		if !each(line[:len(line)-1], end) {
			return end, nil, &CorruptError{Path: path, Line: number}
		}
		end += int64(len(line))
	}
}

func zeros(text []byte) bool { return len(bytes.Trim(text, "\x00")) == 0 }

// onlyZeros reads the rest: a file whose last pages did not reach the disk
// before a power cut ends in zeros.
func onlyZeros(r *bufio.Reader) bool {
	for {
		text, err := r.Peek(max(r.Buffered(), 1))
		if !zeros(text) {
			return false
		}
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		r.Discard(len(text))
	}
}

// content is what a journal's file says.
type content struct {
	header
	salt   Digest
	input  Input  // when it was last read; Limit: the longest of all processes
	began  moment // the last process
	states Table[state]
	counts Counts
	size   int64   // up to the last whole line
	torn   *record // an intent after that; nil: there is none
}

// state packs a status and the offset of the line that says so.
type state uint64

func newState(s Status, at int64) state { return state(at)<<3 | state(s) }
func (s state) status() Status          { return Status(s & 7) }
func (s state) at() int64               { return int64(s >> 3) }

// load reads the journal at path. Errors: *VersionError, *CorruptError, or the
// operating system's.
func load(path string) (*content, error) {
	c := &content{}
	var fault error
	end, tail, err := lines(path, func(line []byte, at int64) bool {
		if at == 0 {
			fault = c.begin(path, line)
			return fault == nil
		}
		return c.take(line, at)
	})
	switch {
	case fault != nil:
		return nil, fault
	case err != nil:
		return nil, err
	case end == 0: // even a new journal has a header when it takes its name
		return nil, &CorruptError{Path: path, Line: 1}
	}
	c.size = end
	if r, ok := tornIntent(tail); ok {
		c.torn = &r
		c.set(r.key, newState(Unknown, end))
	}
	return c, nil
}

// begin reads the header. The checksum is looked at after the version, which may
// have another one.
func (c *content) begin(path string, line []byte) error {
	if json.Unmarshal(line, &c.header) != nil || c.Version == 0 {
		return &CorruptError{Path: path, Line: 1}
	}
	if c.Version != journalVersion {
		return &VersionError{Path: path, Got: c.Version, Want: journalVersion}
	}
	_, whole := cutSum(line)
	salt, err := hex.DecodeString(c.Salt)
	if !whole || err != nil || len(salt) != len(c.salt) {
		return &CorruptError{Path: path, Line: 1}
	}
	c.salt = Digest(salt)
	c.input = Input{Rows: c.Rows, SHA256: c.SHA256, Limit: limitOf(c.Limit)}
	c.began = moment{c.Created, c.uptime}
	return nil
}

// take reads any other line; false if it is none of ours.
func (c *content) take(line []byte, at int64) bool {
	body, whole := cutSum(line)
	if !whole {
		return false
	}
	if r, ok := parseRecord(body); ok {
		status := r.status
		if status == 0 {
			status = Unknown
		}
		c.set(r.key, newState(status, at))
		return true
	}
	var again resumed
	if json.Unmarshal(line, &again) != nil || again.At.IsZero() {
		return false
	}
	c.input = Input{Rows: again.Rows, SHA256: again.SHA256, Limit: max(c.input.Limit, limitOf(again.Limit))}
	c.began = moment{again.At, again.uptime}
	return true
}

// set notes the newest state of a row.
func (c *content) set(k Digest, to state) {
	at := c.states.At(k)
	c.counts.add(at.status(), to.status())
	*at = to
}
