package output

import "slices"

// narrowest is the width below which a column says nothing any more; a table
// that still does not fit is left to the terminal.
const narrowest = 6

// fit returns the cells cut to the terminal: the widest columns shrink first.
func (l look) fit(header []string, rows [][]string) ([]string, [][]string) {
	widths := l.widths(header, rows)
	limits := shrink(widths, l.width-columnGap*(len(widths)-1))
	if l.width <= 0 || slices.Equal(widths, limits) {
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

// shrink returns widths that add up to at most room where narrowest allows it:
// no column is cut while a wider one stays whole.
func shrink(widths []int, room int) []int {
	limit := slices.Max(widths)
	for limit > narrowest && total(widths, limit) > room {
		limit--
	}
	spare := room - total(widths, limit)
	out := make([]int, len(widths))
	for i, w := range widths {
		out[i] = min(w, limit)
		if w > limit && spare > 0 {
			out[i]++
			spare--
		}
	}
	return out
}

func total(widths []int, limit int) int {
	sum := 0
	for _, w := range widths {
		sum += min(w, limit)
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
