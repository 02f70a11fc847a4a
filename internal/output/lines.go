package output

import "io"

// Lines are handed to stdout after the first one, so that a slow server shows
// a sign of life, and then in blocks.
const (
	blockLines = 1000
	blockBytes = 64 << 10
)

// lineWriter buffers whole lines for stdout.
type lineWriter struct {
	w       io.Writer
	buf     []byte
	pending int  // lines in buf
	started bool // the first line has been written
}

// line appends p and a newline.
func (l *lineWriter) line(p []byte) error {
	l.buf = append(l.buf, p...)
	return l.endLine()
}

// endLine ends the line that was appended to buf.
func (l *lineWriter) endLine() error {
	l.buf = append(l.buf, '\n')
	l.pending++
	if !l.started || l.pending >= blockLines || len(l.buf) >= blockBytes {
		return l.flush()
	}
	return nil
}

// header appends a line that waits for the first row.
func (l *lineWriter) header(p []byte) {
	l.buf = append(append(l.buf, p...), '\n')
}

// flush writes what is buffered. The error wraps that of the writer.
func (l *lineWriter) flush() error {
	if len(l.buf) == 0 {
		return nil
	}
	l.started = true
	_, err := l.w.Write(l.buf)
	l.buf, l.pending = l.buf[:0], 0
	if err != nil {
		return writeError(err)
	}
	return nil
}
