package document

import "encoding/json"

// json spells the value on one line, nil when there is none. The bytes are
// copied: they do not change with the document that was read.
func (n *node) json() json.RawMessage {
	if n == nil {
		return nil
	}
	return n.append(nil)
}

func (n *node) append(dst []byte) []byte {
	switch n.kind {
	case object:
		dst = append(dst, '{')
		for i, m := range n.members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(append(dst, m.quote...), ':')
			dst = m.value.append(dst)
		}
		return append(dst, '}')
	case list:
		dst = append(dst, '[')
		for i, e := range n.elements {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = e.append(dst)
		}
		return append(dst, ']')
	default:
		return append(dst, n.raw...)
	}
}
