package output

import (
	"bytes"

	"github.com/olekukonko/tablewriter"
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
