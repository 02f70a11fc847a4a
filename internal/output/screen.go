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

// narrowest is the width below which a column says nothing any more; a table
// that still does not fit is left to the terminal.
const narrowest = 12

// fit returns the cells cut to the terminal: the widest columns shrink first,
// that of the ids never, because a cut id is of no use.
func (l look) fit(header []string, rows [][]string) ([]string, [][]string) {
	if l.width <= 0 {
		return header, rows
	}
	widths := l.widths(header, rows)
	limits := shrink(widths, l.floors(widths), l.width-columnGap*(len(widths)-1))
	if slices.Equal(widths, limits) {
		return header, rows
	}
	cut := func(cells []string) []string {
		out := slices.Clone(cells)
		for i := range out {
			out[i] = l.truncate(out[i], limits[i])
		}
		return out
	}
	for i := range rows {
		rows[i] = cut(rows[i])
	}
	return cut(header), rows
}

// floors returns the width that each column keeps.
func (l look) floors(widths []int) []int {
	floors := make([]int, len(widths))
	for i, width := range widths {
		floors[i] = min(width, narrowest)
		if i == l.id {
			floors[i] = width
		}
	}
	return floors
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
