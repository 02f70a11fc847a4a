package output

import (
	"errors"
	"io"
	"iter"
)

// WriteList prints a list and returns how many rows it printed.
//
// csv, jsonl, name and the piped table print rows as they come; when rows ends
// with an error, what came is printed and the error returned as it is. json,
// yaml, jq over the whole list and everything sorted print only a list that
// came whole. A limit stops rows early, except where sorting needs all of them
// first: the limit then keeps the first ones of the sorted list. Missing values
// sort last in both directions.
//
// Write errors wrap those of w, so that errors.Is finds syscall.EPIPE; rows is
// then not asked for more. A failing jq expression is a *JQError.
func WriteList(w io.Writer, o Options, cols []Column, rows iter.Seq2[Row, error]) (n int, err error) {
	out, err := o.newSink(w, cols)
	if err != nil {
		return 0, err
	}
	if o.holds() {
		n, err = o.writeHeld(out, cols, rows)
	} else {
		n, err = o.writeStream(out, cols, rows)
	}
	if errors.Is(err, errHalted) {
		return n, out.end()
	}
	return n, err
}

// writeStream prints each row as it comes.
func (o Options) writeStream(out sink, cols []Column, rows iter.Seq2[Row, error]) (n int, err error) {
	enc := o.newEncoder(cols)
	var buf []byte
	for r, err := range rows {
		if err == nil {
			buf, err = enc.encode(buf[:0], r)
		}
		if err != nil {
			return out.abort(), err
		}
		if err := out.row(buf); err != nil {
			return n, err
		}
		if n++; n == o.Limit {
			break
		}
	}
	return n, out.end()
}

// writeHeld prints once all rows are there.
func (o Options) writeHeld(out sink, cols []Column, rows iter.Seq2[Row, error]) (n int, err error) {
	enc := o.newEncoder(cols)
	h := o.newHold(cols)
	var buf []byte
	for r, err := range rows {
		if err == nil {
			buf, err = enc.encode(buf[:0], r)
		}
		if err != nil {
			return 0, err
		}
		h.add(r, buf)
		if len(h.keys) == 0 && len(h.rows) == o.Limit {
			break
		}
	}
	return h.release(out, o.Limit)
}
