package rows

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// position is a place in a file, from 1.
type position struct{ line, character int }

// after moves the place over text.
func (p position) after(text []byte) position {
	if last := bytes.LastIndexByte(text, '\n'); last >= 0 {
		p = position{p.line + bytes.Count(text, []byte("\n")), 1}
		text = text[last+1:]
	}
	for _, c := range text {
		p.step(c)
	}
	return p
}

func (p *position) step(c byte) {
	switch {
	case c == '\n':
		p.line, p.character = p.line+1, 1
	case c&0xc0 != 0x80: // the first byte of a letter
		p.character++
	}
}

// bytesAt reads bytes and knows where the next one stands.
type bytesAt struct {
	in *bufio.Reader
	at position
}

// pass steps over a byte that significant has shown.
func (b *bytesAt) pass() {
	b.at.character++
	_, _ = b.in.Discard(1)
}

// significant consumes white space and shows the byte after it without
// consuming that; 0 at the end of the file.
func (b *bytesAt) significant() (byte, error) {
	for {
		seen, err := b.in.Peek(max(b.in.Buffered(), 1))
		if err == io.EOF {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		rest := bytes.TrimLeft(seen, " \t\r\n")
		blanks := len(seen) - len(rest)
		b.at = b.at.after(seen[:blanks])
		_, _ = b.in.Discard(blanks)
		if len(rest) > 0 {
			return rest[0], nil
		}
	}
}

// syntax is the first error in JSON that starts at p, nil when there is none.
func (p position) syntax(text []byte) *FileError {
	offset, message := invalid(text)
	if message == "" {
		return nil
	}
	at := p.after(text[:offset])
	return &FileError{Line: at.line, Character: at.character, Message: "this is no valid JSON: " + message}
}

// invalid is the first error in JSON and the index of the byte it is about;
// len(text) when more is missing, and "" when there is no error.
func invalid(text []byte) (offset int, message string) {
	if json.Valid(text) {
		return 0, ""
	}
	var ignored json.RawMessage
	err := json.Unmarshal(text, &ignored)
	wrong, ok := errors.AsType[*json.SyntaxError](err)
	switch {
	case !ok:
		return 0, err.Error()
	case wrong.Error() == "unexpected end of JSON input", endsInside(text, wrong):
		return len(text), "it ends too early"
	}
	return max(int(wrong.Offset)-1, 0), wrong.Error()
}

// endsInside tells whether the error is about the blank that the decoder takes
// for the end of the text, in the middle of an escape or a word.
func endsInside(text []byte, wrong *json.SyntaxError) bool {
	return int(wrong.Offset) == len(text) && strings.HasPrefix(wrong.Error(), "invalid character ' '") && !bytes.HasSuffix(text, []byte(" "))
}
