package output

import "slices"

// hold keeps encoded rows until the result is whole, then hands them on in
// order. It keeps bytes and sort keys, never the objects.
type hold struct {
	keys  []sortKey // what to sort by; none = the order of arrival
	rows  []heldRow
	spool spool
}

type heldRow struct {
	enc  []byte
	vals []sortValue
}

func (o Options) newHold(cols []Column) *hold {
	h := &hold{}
	for _, word := range o.Sort {
		name, desc := sortColumn(word)
		if i := indexColumn(cols, name); i >= 0 {
			h.keys = append(h.keys, sortKey{column: cols[i], descending: desc})
		}
	}
	return h
}

// add keeps a row's encoding and its sort values.
func (h *hold) add(r Row, enc []byte) {
	held := heldRow{enc: h.spool.add(enc)}
	if len(h.keys) > 0 {
		held.vals = make([]sortValue, len(h.keys))
		for i, k := range h.keys {
			held.vals[i] = newSortValue(k.column.Cell(r.Value))
		}
	}
	h.rows = append(h.rows, held)
}

// release sorts, cuts to limit (0 = all) and prints, returning how many rows
// it kept.
func (h *hold) release(out sink, limit int) (int, error) {
	if len(h.keys) > 0 {
		slices.SortStableFunc(h.rows, h.compare)
	}
	if limit > 0 && len(h.rows) > limit {
		h.rows = h.rows[:limit]
	}
	for i, r := range h.rows {
		if err := out.row(r.enc); err != nil {
			return i, err
		}
	}
	return len(h.rows), out.end()
}

func (h *hold) compare(a, b heldRow) int {
	for i, k := range h.keys {
		if c := k.compare(a.vals[i], b.vals[i]); c != 0 {
			return c
		}
	}
	return 0
}
