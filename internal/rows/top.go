package rows

import (
	"bufio"
	"bytes"
	"io"
)

// top is what stands above a header, and the separator of what follows.
type top struct {
	lines     int
	separator rune
}

// readTop consumes comments, blank lines and "sep=;", and looks at the header.
// Lines that end with CR alone are refused here: the whole file would be one
// line, perhaps a comment.
func readTop(in *bufio.Reader) (top, error) {
	var t top
	for {
		line, err := peekLine(in)
		if err != nil {
			return t, err
		}
		if loneCR(line) {
			return t, &FileError{
				Line: t.lines + 1, Message: "lines end with CR alone, as on very old Macs",
				Way: `end lines with LF or CRLF; in Excel, save as "CSV UTF-8" and not as "CSV (Macintosh)"`,
			}
		}
		sep, isSep := sepLine(line)
		switch {
		case len(line) == 0:
			t.separator = ','
			return t, nil
		case isSep:
			t.separator = sep
		case len(bytes.TrimSpace(line)) > 0 && !comment(bytes.TrimSpace(line)):
			if t.separator == 0 {
				t.separator, _ = separator(line)
			}
			return t, nil
		}
		if err := skipLine(in); err != nil {
			return t, err
		}
		t.lines++
	}
}

// peekLine gives the next line with its end, or as much as the window holds.
func peekLine(in *bufio.Reader) ([]byte, error) {
	for seen := 0; ; {
		line, err := in.Peek(max(in.Buffered(), seen+1))
		if at := bytes.IndexByte(line[seen:], '\n'); at >= 0 {
			return line[:seen+at+1], nil
		}
		if err == io.EOF || err == bufio.ErrBufferFull {
			return line, nil
		}
		if err != nil {
			return nil, err
		}
		seen = len(line)
	}
}

// skipLine consumes a line however long.
func skipLine(in *bufio.Reader) error {
	for {
		switch _, err := in.ReadSlice('\n'); err {
		case nil, io.EOF:
			return nil
		case bufio.ErrBufferFull:
		default:
			return err
		}
	}
}
