package rows

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// listSource reads a plain list: each line is the value of one column.
type listSource struct {
	lines
	column string
}

func (s *listSource) columns() []string { return nil }

func (s *listSource) next() (Row, error) {
	line, err := s.lines.next("# ")
	row := Row{Line: s.number}
	if err != nil {
		return row, err
	}
	text := string(line)
	if fault := flaw(s.column, text); fault != nil {
		return row, fault
	}
	row.Cells = []Cell{{Column: s.column, Values: []string{text}, Given: true}}
	return row, nil
}

// lines reads the lines of jsonl and plain lists, without blank ones and
// comments. In a list a comment begins with a number sign and a blank: an id may
// begin with the sign alone.
type lines struct {
	in     *bufio.Reader
	number int // of the line that was read last
	long   []byte
}

// next gives a line without white space around it, valid until the next call;
// io.EOF after the last. A line that begins with remark, or is no more than that,
// is a comment.
func (l *lines) next(remark string) ([]byte, error) {
	for {
		line, err := l.read()
		l.number++
		text := bytes.TrimSpace(line)
		if len(text) > 0 && (err == nil || err == io.EOF) {
			comment := bytes.HasPrefix(text, []byte(remark)) || string(text) == strings.TrimSpace(remark)
			if !comment || loneCR(text) { // a comment must not hide the lines behind its CR
				return text, nil
			}
			if err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

func (l *lines) read() ([]byte, error) {
	line, err := l.in.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	l.long = l.long[:0]
	for err == bufio.ErrBufferFull {
		l.long = append(l.long, line...)
		line, err = l.in.ReadSlice('\n')
	}
	l.long = append(l.long, line...)
	return l.long, err
}
