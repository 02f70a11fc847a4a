package rest

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

var errCharset = errors.New("its text is not UTF-8, and its Content-Type names no encoding that this program knows")

// charsets are the encodings beside UTF-8 that servers are known to use.
var charsets = map[string]encoding.Encoding{
	"iso-8859-1": charmap.Windows1252, "latin1": charmap.Windows1252, "us-ascii": charmap.Windows1252, // as browsers read these names
	"windows-1252": charmap.Windows1252, "cp1252": charmap.Windows1252, "iso-8859-15": charmap.ISO8859_15,
	"utf-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
}

// inUTF8 is a body without a byte order mark, and in UTF-8 where its header names
// another encoding. What is UTF-8 already stays whatever the header says: JSON is
// nothing else (RFC 8259, 8.1), and servers put the name of their default there.
func inUTF8(body []byte, header http.Header) []byte {
	body = bytes.TrimPrefix(body, byteOrderMark)
	if utf8.Valid(body) {
		return body
	}
	_, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return body
	}
	if known := charsets[strings.ToLower(parameters["charset"])]; known != nil {
		if decoded, err := known.NewDecoder().Bytes(body); err == nil {
			return decoded
		}
	}
	return body
}

// legible is an error for a read whose JSON would get U+FFFD in the place of what
// was sent. What a write answers does not change what it did.
func (r *Response) legible() error {
	if r.call.write() || !looksLikeJSON(r.Body) || utf8.Valid(r.Body) {
		return nil
	}
	return r.Misread(errCharset)
}
