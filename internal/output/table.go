package output

import (
	"bytes"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// tableRows is how many rows a table looks at before it decides on its widths.
// Beyond them the rest is streamed, on a terminal too.
const tableRows = 1000

// table prints rows in aligned columns: drawn on a terminal, plain when piped
// or long.
type table struct {
	out     *lineWriter
	look    look
	header  []string // nil = none
	columns int

	waiting []string // encoded rows, until plain is set
	plain   *plainTable
	n       int
}

// look is what a table knows of its terminal.
type look struct {
	terminal bool
	width    int // in columns, 0 = nothing is cut
	id       int // the column of ids, -1 = none
	color    bool
	measure  displaywidth.Options
}

func (o Options) newTable(out *lineWriter, cols []Column) *table {
	shown := o.shown(cols)
	t := &table{out: out, columns: len(shown), look: o.look()}
	t.look.id = slices.IndexFunc(shown, func(c Column) bool { return c.ID })
	if o.format() == Wide {
		t.look.width = 0 // whoever asks for all columns wants all of them whole
	}
	if !o.NoHeader {
		t.header = columnNames(shown)
	}
	return t
}

// look measures by the locale on a terminal, where ambiguous characters may be
// wide; a pipe has no locale.
func (o Options) look() look {
	l := look{terminal: o.Terminal, width: o.Width, color: o.Color}
	if o.Terminal {
		l.measure.EastAsianWidth = eastAsian(runtime.GOOS, os.Getenv)
	}
	return l
}

func (t *table) row(enc []byte) error {
	t.n++
	if t.plain == nil && len(t.waiting) < tableRows {
		t.waiting = append(t.waiting, string(enc))
		return nil
	}
	if err := t.stream(); err != nil {
		return err
	}
	return t.plain.row(enc)
}

// stream goes over to the plain table, with the widths seen so far.
func (t *table) stream() error {
	if t.plain != nil {
		return nil
	}
	header := strings.Join(t.header, cellSeparator)
	t.plain = newPlainTable(t.out, t.columns, t.look.measure, append(t.waiting, header))
	if t.header != nil {
		t.plain.head(header)
	}
	for _, enc := range t.waiting {
		if err := t.plain.row([]byte(enc)); err != nil {
			return err
		}
	}
	t.waiting = nil
	return nil
}

func (t *table) end() error {
	if t.plain == nil && t.look.terminal {
		return t.draw()
	}
	if err := t.stream(); err != nil {
		return err
	}
	return t.out.flush()
}

// abort prints the rows that came before the failure, without inventing an
// empty table.
func (t *table) abort() int {
	if t.n > 0 {
		_ = t.end() // the list has failed already; that is what is reported
	}
	return t.n
}

// draw prints what waits as a drawn table; nothing when there is nothing.
func (t *table) draw() error {
	if len(t.waiting) == 0 || t.columns == 0 {
		return nil
	}
	rows := make([][]string, len(t.waiting))
	for i, enc := range t.waiting {
		rows[i] = strings.Split(enc, cellSeparator)
	}
	text, err := t.look.draw(t.header, rows)
	if err != nil {
		return err
	}
	t.out.buf = append(t.out.buf, text...)
	return t.out.flush()
}

// columnGap is the space between two columns of a table.
const columnGap = 2

// plainTable streams rows in columns of fixed width: no borders, no colour,
// nothing cut, no blanks at the end of a line. A cell that is wider than its
// column pushes the rest of its line out.
type plainTable struct {
	out     *lineWriter
	widths  []int
	measure displaywidth.Options
	spaces  []byte // as many as a pad can need
}

// newPlainTable returns a table whose columns fit the encoded sample rows.
func newPlainTable(out *lineWriter, columns int, measure displaywidth.Options, sample []string) *plainTable {
	p := &plainTable{out: out, widths: make([]int, columns), measure: measure}
	for _, enc := range sample {
		for i := range p.widths {
			cell, rest, _ := strings.Cut(enc, cellSeparator)
			p.widths[i] = max(p.widths[i], measure.String(cell))
			enc = rest
		}
	}
	widest := slices.Max(append([]int{0}, p.widths...))
	p.spaces = bytes.Repeat([]byte{' '}, widest+columnGap)
	return p
}

// head prints the encoded header, which waits for the first row.
func (p *plainTable) head(enc string) {
	p.cells([]byte(enc))
	p.out.buf = append(p.out.buf, '\n')
}

// row prints one encoded row.
func (p *plainTable) row(enc []byte) error {
	p.cells(enc)
	return p.out.endLine()
}

func (p *plainTable) cells(enc []byte) {
	start := len(p.out.buf)
	buf := p.out.buf
	for _, width := range p.widths {
		end := bytes.IndexByte(enc, cellSeparator[0])
		if end < 0 {
			buf = append(buf, enc...)
			break
		}
		buf = append(buf, enc[:end]...)
		pad := max(0, width-p.measure.Bytes(enc[:end])) + columnGap
		buf = append(buf, p.spaces[:pad]...)
		enc = enc[end+1:]
	}
	for len(buf) > start && buf[len(buf)-1] == ' ' {
		buf = buf[:len(buf)-1]
	}
	p.out.buf = buf
}
