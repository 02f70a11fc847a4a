package output

import (
	"bytes"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

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
