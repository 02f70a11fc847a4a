package output

// encoder turns a row into the bytes its format works on, safe to print. The
// appended bytes belong to the caller.
type encoder interface {
	encode(dst []byte, r Row) ([]byte, error)
}

// newEncoder returns the encoder of the format for these columns.
func (o Options) newEncoder(cols []Column) encoder {
	switch o.format() {
	case JSON, JSONL, YAML:
		return newJSONEncoder(o.picked(cols))
	case CSV:
		return newCSVEncoder(o.shown(cols))
	case Name:
		return cellsEncoder{cols: idColumn(cols), text: textStyle{list: ", "}}
	default:
		return cellsEncoder{cols: o.shown(cols), text: o.tableText()}
	}
}

// cellSeparator stands between the cells of a row on their way to a table. No
// cell contains it, they are sanitised.
const cellSeparator = "\x00"

// cellsEncoder writes the cells of a row as text, separated by cellSeparator.
type cellsEncoder struct {
	cols []Column
	text textStyle
}

func (e cellsEncoder) encode(dst []byte, r Row) ([]byte, error) {
	for i, c := range e.cols {
		if i > 0 {
			dst = append(dst, cellSeparator...)
		}
		dst = e.text.append(dst, c.Cell(r.Value))
	}
	return dst, nil
}
