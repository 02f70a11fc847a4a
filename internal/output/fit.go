package output

import "slices"

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
