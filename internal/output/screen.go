package output

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// draw returns a table for a screen: a header line and rows, no borders, cut
// to the width of the terminal.
func (l look) draw(header []string, rows [][]string) ([]byte, error) {
	header, rows = l.fit(header, rows)
	var buf bytes.Buffer
	t := tablewriter.NewTable(&buf, drawnStyle(newScreen(l, l.widths(header, rows)))...)
	if header != nil {
		t.Header(header)
	}
	if err := t.Bulk(rows); err != nil {
		return nil, err
	}
	if err := t.Render(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// drawnStyle turns off what tablewriter does to text by default: upper case
// headers, wrapping, trimming.
func drawnStyle(r tw.Renderer) []tablewriter.Option {
	return []tablewriter.Option{
		tablewriter.WithRenderer(r),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off),
	}
}

// screen renders the lines of a tablewriter table without boxes and without
// blanks at the end. It pads by its own widths: tablewriter adds up runes,
// which puts columns out of line behind emoji made of several.
type screen struct {
	*renderer.Blueprint // the rest of tw.Renderer
	look                look
	widths              []int
	w                   io.Writer
	err                 error
}

func newScreen(l look, widths []int) *screen {
	noLines := tw.Rendition{
		Borders:  tw.BorderNone,
		Symbols:  tw.NewSymbols(tw.StyleNone),
		Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
	}
	return &screen{Blueprint: renderer.NewBlueprint(noLines), look: l, widths: widths}
}

// Start takes the writer of the table.
func (s *screen) Start(w io.Writer) error {
	s.w = w
	return nil
}

// Header prints the header line, in bold where colour is wanted.
func (s *screen) Header(_ [][]string, ctx tw.Formatting) {
	line := s.line(ctx)
	if s.look.color {
		line = "\x1b[1m" + line + "\x1b[0m"
	}
	s.print(line)
}

// Row prints one row.
func (s *screen) Row(_ []string, ctx tw.Formatting) { s.print(s.line(ctx)) }

// Line prints nothing: there are no lines between rows.
func (s *screen) Line(tw.Formatting) {}

// Close reports the first failed write.
func (s *screen) Close() error { return s.err }

func (s *screen) line(ctx tw.Formatting) string {
	var b strings.Builder
	for i, width := range s.widths {
		cell := ctx.Row.Current[i].Data
		b.WriteString(cell)
		b.WriteString(strings.Repeat(" ", max(0, width-s.look.measure.String(cell))+columnGap))
	}
	return strings.TrimRight(b.String(), " ")
}

func (s *screen) print(line string) {
	if _, err := io.WriteString(s.w, line+"\n"); err != nil && s.err == nil {
		s.err = err
	}
}

// narrowest is the width below which a column says little; least is what each
// keeps on a screen that is narrower still. A table that does not fit then is left
// to the terminal.
const (
	narrowest = 10
	least     = 3
)

// shortID is what is left of ids where there is no room: enough to tell them
// apart. -o name, wide and json have them whole.
const shortID = 8

// shortHeader is what is left of a header over shorter cells.
const shortHeader = 5

// mostLines is how many lines a cell may take.
const mostLines = 4

// fit returns the cells as the terminal takes them. Ids are cut first, then the
// header. Then what has several words goes on in the lines below: addresses and
// names stay whole. Only where that is not enough the widest columns are cut, those
// of addresses last.
func (l look) fit(header []string, rows [][]string) ([]string, [][]string) {
	if l.width <= 0 {
		return header, rows
	}
	if l.id >= 0 && slices.ContainsFunc(rows, func(row []string) bool { return strings.ContainsAny(row[l.id], " @") }) {
		l.id = -1 // it is called by what people read
	}
	widths := l.widths(header, rows)
	room := l.width - columnGap*(len(widths)-1)
	limits := widths
	if total(widths, widths, 0) <= room {
		return header, rows
	}
	for _, floors := range [][]int{l.idFloors(widths), l.headerFloors(rows, widths), l.wordFloors(rows, widths), l.addressFloors(rows, widths), l.floors(widths, narrowest), l.floors(widths, least)} {
		if limits = shrink(limits, floors, room); total(limits, limits, 0) <= room {
			break
		}
	}
	out := make([][]string, 0, len(rows))
	for _, cells := range rows {
		out = append(out, l.wrap(cells, limits)...)
	}
	head := slices.Clone(header)
	for i := range head {
		head[i] = l.truncate(head[i], limits[i])
	}
	return head, out
}

// idFloors returns the widths of the columns where the ids alone are cut.
func (l look) idFloors(widths []int) []int {
	floors := slices.Clone(widths)
	if l.id >= 0 && len(widths) > 1 {
		floors[l.id] = min(widths[l.id], shortID)
	}
	return floors
}

// headerFloors returns the widths of the columns where the header is cut too, but
// for its beginning.
func (l look) headerFloors(rows [][]string, widths []int) []int {
	floors := l.idFloors(widths)
	for i, width := range l.widths(nil, rows) {
		floors[i] = min(floors[i], max(width, shortHeader))
	}
	return floors
}

// wordFloors returns the widths of the columns where what has several words is
// wrapped too: each word stays whole.
func (l look) wordFloors(rows [][]string, widths []int) []int {
	floors := l.idFloors(widths)
	for i := range floors {
		if i == l.id {
			continue
		}
		longest := 0
		for _, cells := range rows {
			for word := range strings.FieldsSeq(cells[i]) {
				longest = max(longest, l.measure.String(word))
			}
		}
		floors[i] = min(widths[i], max(longest, shortHeader))
	}
	return floors
}

// addressFloors returns the widths of the columns where all but e-mail addresses
// are cut.
func (l look) addressFloors(rows [][]string, widths []int) []int {
	floors, cells := l.floors(widths, narrowest), l.widths(nil, rows)
	for i := range floors {
		if i != l.id && slices.ContainsFunc(rows, func(row []string) bool { return isAddress(row[i]) }) {
			floors[i] = cells[i]
		}
	}
	return floors
}

func isAddress(cell string) bool {
	return strings.Contains(cell, "@") && !strings.ContainsAny(cell, " /")
}

// floors returns the widths of the columns where each keeps so much; an id keeps
// what tells it apart.
func (l look) floors(widths []int, each int) []int {
	floors := l.idFloors(widths)
	for i, width := range widths {
		if i != l.id {
			floors[i] = min(width, each)
		}
	}
	return floors
}

// wrap is a row in as many lines as its longest cell takes.
func (l look) wrap(cells []string, limits []int) [][]string {
	lines := [][]string{make([]string, len(cells))}
	for i, cell := range cells {
		for n, text := range l.broken(cell, limits[i], i != l.id) {
			if n == len(lines) {
				lines = append(lines, make([]string, len(cells)))
			}
			lines[n][i] = text
		}
	}
	return lines
}

// broken is a cell in lines of at most so many columns, broken between words; a
// word that is longer is cut.
func (l look) broken(cell string, width int, wraps bool) []string {
	if l.measure.String(cell) <= width {
		return []string{cell}
	}
	if !wraps {
		return []string{l.truncate(cell, width)}
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(cell) {
		next := strings.TrimLeft(line+" "+word, " ")
		if line != "" && l.measure.String(next) > width {
			lines = append(lines, line)
			next = word
		}
		line = l.truncate(next, width)
	}
	if lines = append(lines, line); len(lines) > mostLines {
		lines = lines[:mostLines]
		lines[mostLines-1] = l.measure.TruncateString(lines[mostLines-1]+strings.Repeat(" ", width), width, "…")
	}
	return lines
}

// widths returns the width of each column.
func (l look) widths(header []string, rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, cells := range append([][]string{header}, rows...) {
		for i, cell := range cells {
			widths[i] = max(widths[i], l.measure.String(cell))
		}
	}
	return widths
}

// shrink returns widths that add up to at most room where the floors allow it:
// no column is cut below its floor, nor while a wider one could still be.
func shrink(widths, floors []int, room int) []int {
	limit := slices.Max(widths)
	for limit > 0 && total(widths, floors, limit) > room {
		limit--
	}
	spare := room - total(widths, floors, limit)
	out := make([]int, len(widths))
	for i, w := range widths {
		out[i] = max(min(w, limit), floors[i])
		if w > out[i] && out[i] == limit && spare > 0 {
			out[i]++
			spare--
		}
	}
	return out
}

func total(widths, floors []int, limit int) int {
	sum := 0
	for i, w := range widths {
		sum += max(min(w, limit), floors[i])
	}
	return sum
}

// truncate cuts s to width columns, between characters as people see them,
// marking the cut with an ellipsis.
func (l look) truncate(s string, width int) string {
	if l.measure.String(s) <= width {
		return s
	}
	return l.measure.TruncateString(s, width, "…")
}
