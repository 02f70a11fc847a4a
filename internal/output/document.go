package output

import (
	"fmt"
	"io"
)

// WriteDocument prints the one document of a change. doc is
// anything encoding/json takes; a json.RawMessage keeps its field order and
// numbers. json, jsonl and yaml print it as it is; tables print "key:  value"
// with nested keys joined by dots, and nothing at all when o.Quiet; csv prints
// the same keys as header and line; name prints id, never anything of doc.
// Errors are those of WriteList.
func WriteDocument(w io.Writer, o Options, doc any, id string) error {
	out := &lineWriter{w: w}
	style := csvText()
	switch o.format() {
	case Name:
		return out.line([]byte(Sanitize(id)))
	case Table, Wide:
		if o.Quiet {
			return nil
		}
		style = o.tableText()
	}
	enc, err := newJSONEncoder(nil).encode(nil, Row{Value: doc})
	if err != nil {
		return err
	}
	switch o.format() {
	case JSON, JSONL, YAML:
		return o.writeValue(out, enc)
	}
	pairs, err := flatten(enc, style)
	if err != nil {
		return fmt.Errorf("print the document: %w", err)
	}
	if o.format() == CSV {
		return o.writeRecord(out, pairs)
	}
	return o.writePairs(out, pairs)
}
