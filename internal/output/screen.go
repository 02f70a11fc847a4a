package output

import (
	"io"
	"strings"

	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

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
