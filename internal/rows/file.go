// Package rows reads files of rows for changes in bulk, one row at a time, and
// writes such files.
//
// A row gives values to a verb's inputs; a column is called like the input.
// What a value means is left to the verb: this package finds the cells and the
// places they came from, and refuses what no verb could take (bytes that are
// not UTF-8, control characters, cells over 1 MB).
//
// # What a file may look like
//
// csv and tsv: a header, then rows. A byte order mark, CRLF, and a line "sep=;"
// above the header are taken as meant. In csv the separator is the one the header holds
// outside quotes: comma, semicolon or tab. Quoted cells may hold line breaks
// and doubled quotes; blanks before an opening quote are dropped. Lines that
// begin with # are comments above the header, in quotes too, since spreadsheets
// put them there; below it they are data. Blank lines, rows in which no cell
// holds anything, and empty cells at the end of the header or of a row are
// skipped. A cell that begins like line.Cell's is read as line.FromCell gives it.
//
// json: a list of objects. jsonl: one object per line; blank lines and lines
// that begin with # are skipped. Members whose name begins with # are comments,
// and an object of nothing else is no row. yaml: a list of mappings of at most
// 16 MB. list: one value per line, with blank lines, and comments
// that begin with # and a blank. A Ctrl-Z at the end is none of the file's.
//
// Line numbers are always those of the file; rows are counted from 1 without
// header, comments and blank lines. Empty or blank cells, null and empty lists
// are not given.
package rows

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"strings"
)

// Format is how rows are written down.
type Format string

// The formats. List is one value per line.
const (
	CSV   Format = "csv"
	TSV   Format = "tsv"
	JSON  Format = "json"
	JSONL Format = "jsonl"
	YAML  Format = "yaml"
	List  Format = "list"
)

// Formats gives the names of all formats, for --format.
func Formats() []string {
	return []string{string(CSV), string(TSV), string(JSON), string(JSONL), string(YAML), string(List)}
}

// FormatOf tells the format by the extension of path, upper or lower case;
// false when it says nothing.
func FormatOf(path string) (Format, bool) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return CSV, true
	case ".tsv", ".tab":
		return TSV, true
	case ".json":
		return JSON, true
	case ".jsonl", ".ndjson":
		return JSONL, true
	case ".yaml", ".yml":
		return YAML, true
	case ".txt":
		return List, true
	}
	return "", false
}

// Options is what a Reader is told about the verb that takes the rows.
type Options struct {
	// Columns are those that there are, for messages.
	Columns []string
	// Only is the column of a plain list's values.
	Only string
	// Known tells whether the verb has this column; see FoldColumn. Without it
	// every column is known.
	Known func(column string) bool
	// Suggest gives the column that was probably meant, or "". It may be nil.
	Suggest func(column string) string
}

func (o Options) known(column string) bool {
	return o.Known == nil || o.Known(column)
}

func (o Options) suggest(column string) string {
	if o.Suggest == nil {
		return ""
	}
	return o.Suggest(column)
}

// Row is one row of a file.
type Row struct {
	Number int // from 1, counting rows only
	Line   int // where it starts in the file, from 1
	Cells  []Cell
}

// Cell is what a row says about one column.
type Cell struct {
	// Column is the name as the file has it, without blanks around it.
	Column string
	// Values is the cell's text; an array's entries. A text may hold several
	// entries separated by |, which only the verb can tell.
	Values []string
	// List says that Values are the entries of an array, not to be split.
	List bool
	// Given is false for an empty cell, null, and an array without entries.
	Given bool
}

// Fault is what is wrong with one row. The rows after it can still be read. No
// message holds a cell's text, which may be private.
type Fault struct {
	Row, Line int    // as in Row
	Column    string // "" when the whole row is meant
	Message   string // follows the place: "holds …", "has …"
	Way       string // the way out, or ""
}

// Error gives place and message, such as "row 7 (line 9), column email: …".
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "row %d (line %d)", f.Row, f.Line)
	if f.Column != "" {
		b.WriteString(", column " + f.Column)
	}
	b.WriteString(": " + f.Message)
	return b.String()
}

// Hint is the way out.
func (f *Fault) Hint() string { return f.Way }

// FileError is why a file cannot be read, or not further. Like a Fault it holds
// no cell's text.
type FileError struct {
	Line      int    // from 1; 0 when the whole file is meant
	Character int    // of the line, from 1; 0 when not known
	Column    string // "" when no single column is meant
	Message   string
	Way       string // the way out, or ""
}

// Error gives place and message, such as "line 3, character 14: …".
func (e *FileError) Error() string {
	var places []string
	if e.Line > 0 {
		places = append(places, fmt.Sprintf("line %d", e.Line))
	}
	if e.Character > 0 {
		places = append(places, fmt.Sprintf("character %d", e.Character))
	}
	if e.Column != "" {
		places = append(places, "column "+e.Column)
	}
	if len(places) == 0 {
		return e.Message
	}
	return strings.Join(places, ", ") + ": " + e.Message
}

// Hint is the way out.
func (e *FileError) Hint() string { return e.Way }

// Fingerprint is the SHA-256 of a whole file. Equal files have equal ones.
type Fingerprint [sha256.Size]byte

// ErrChanged says that a file is not the one that was read before.
var ErrChanged = errors.New("the file was changed after it was checked")

// String is the fingerprint in hexadecimal.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// Check reads r to its end and gives ErrChanged when that is another file, or
// r's own error.
func (f Fingerprint) Check(r io.Reader) error {
	got, err := NewHashing(r).Fingerprint()
	if err == nil && got != f {
		return ErrChanged
	}
	return err
}

// Hashing passes on what it reads and takes its fingerprint.
type Hashing struct {
	from io.Reader
	sum  hash.Hash
}

// NewHashing reads from r.
func NewHashing(r io.Reader) *Hashing { return &Hashing{from: r, sum: sha256.New()} }

// Read is io.Reader's.
func (h *Hashing) Read(p []byte) (int, error) {
	n, err := h.from.Read(p)
	h.sum.Write(p[:n]) // never fails
	return n, err
}

// Fingerprint reads what is left and gives the fingerprint of all.
func (h *Hashing) Fingerprint() (f Fingerprint, err error) {
	_, err = io.Copy(io.Discard, h)
	h.sum.Sum(f[:0])
	return f, err
}
