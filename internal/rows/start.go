package rows

import (
	"bufio"
	"bytes"
	"io"
)

// start refuses what is no text in UTF-8 and steps over a byte order mark.
func start(in *bufio.Reader) error {
	head, err := in.Peek(8)
	if err != nil && err != io.EOF {
		return err
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, err := in.Discard(3)
		return err
	}
	if wrong := foreign(head); wrong != nil {
		return wrong
	}
	return nil
}

// foreign tells by a file's first bytes what else it is.
func foreign(head []byte) *FileError {
	begins := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case begins("PK\x03\x04"), begins("\xd0\xcf\x11\xe0"):
		return &FileError{
			Message: "this is an Excel workbook (or another packed file), not text",
			Way:     `in Excel, save it with the type "CSV UTF-8 (comma delimited)"`,
		}
	case begins("\x1f\x8b"):
		return &FileError{Message: "the file is compressed with gzip", Way: "unpack it first: gzip -dc FILE"}
	case begins("\xff\xfe"), begins("\xfe\xff"), everyOther(head):
		return &FileError{
			Message: "the file is in UTF-16 and must be in UTF-8",
			Way:     `in Excel, save it as "CSV UTF-8" and not as "Unicode Text"; elsewhere: iconv -f UTF-16 -t UTF-8 FILE`,
		}
	}
	return nil
}

// everyOther tells whether NUL stands at every other place, as in Latin letters
// in UTF-16 without a byte order mark.
func everyOther(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	return head[0] == 0 && head[2] == 0 && head[1] != 0 || head[1] == 0 && head[3] == 0 && head[0] != 0
}
