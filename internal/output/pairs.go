package output

import "strings"

// writePairs prints "key:   value" lines, values aligned.
func (o Options) writePairs(out *lineWriter, pairs []pair) error {
	measure := o.look().measure
	width := 0
	for _, p := range pairs {
		width = max(width, measure.String(p.key)+1)
	}
	for _, p := range pairs {
		line := p.key + ":"
		line += strings.Repeat(" ", width-measure.String(line)+columnGap) + p.value
		if err := out.line([]byte(strings.TrimRight(line, " "))); err != nil {
			return err
		}
	}
	return out.flush()
}

// writeRecord prints pairs as csv: a header and one line.
func (o Options) writeRecord(out *lineWriter, pairs []pair) error {
	if len(pairs) == 0 {
		return nil // an empty object
	}
	var keys, values []string
	for _, p := range pairs {
		keys, values = append(keys, p.key), append(values, p.value)
	}
	enc := newCSVEncoder(nil)
	if !o.NoHeader {
		header, err := enc.record(nil, keys)
		if err != nil {
			return err
		}
		out.header(header)
	}
	line, err := enc.record(nil, values)
	if err != nil {
		return err
	}
	if err := out.line(line); err != nil {
		return err
	}
	return out.flush()
}
