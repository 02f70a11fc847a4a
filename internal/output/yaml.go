package output

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// yamlList prints rows as one YAML sequence, an element at a time.
type yamlList struct {
	out   *lineWriter
	plain plainYAML
	n     int
}

func (l *yamlList) row(enc []byte) error {
	start := len(l.out.buf)
	if text, ok := l.plain.element(l.out.buf, enc); ok {
		l.out.buf = text
		l.n++
		return l.out.endLine()
	}
	l.out.buf = l.out.buf[:start]
	node, err := yamlNode(enc)
	if err != nil {
		return err
	}
	text, err := yamlText(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node}})
	if err != nil {
		return err
	}
	l.n++
	return l.out.line(bytes.TrimSuffix(text, []byte{'\n'}))
}

func (l *yamlList) end() error {
	if l.n == 0 {
		return l.out.line([]byte("[]"))
	}
	return l.out.flush()
}

// abort prints nothing: rows reach a yamlList only when all are there.
func (l *yamlList) abort() int { return 0 }

// yamlValue returns one JSON value as YAML, without the last newline.
func yamlValue(enc []byte) ([]byte, error) {
	node, err := yamlNode(enc)
	if err != nil {
		return nil, err
	}
	text, err := yamlText(node)
	return bytes.TrimSuffix(text, []byte{'\n'}), err
}

// yamlNode builds the YAML of one JSON value, fields in their order and
// numbers as they are spelled.
func yamlNode(enc []byte) (*yaml.Node, error) {
	node, err := nextNode(readJSON(enc))
	if err != nil {
		return nil, fmt.Errorf("convert json to yaml: %w", err)
	}
	return node, nil
}

func nextNode(d *jsontext.Decoder) (*yaml.Node, error) {
	kind := d.PeekKind()
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	node := &yaml.Node{Kind: yaml.ScalarNode}
	switch kind {
	case jsontext.KindString:
		return stringNode(token.String()), nil
	case jsontext.KindNumber:
		return numberNode(token.String()), nil
	case jsontext.KindBeginObject:
		node.Kind = yaml.MappingNode
	case jsontext.KindBeginArray:
		node.Kind = yaml.SequenceNode
	case jsontext.KindNull:
		node.Tag, node.Value = "!!null", "null"
		return node, nil
	default:
		node.Tag, node.Value = "!!bool", token.String()
		return node, nil
	}
	for more(d) { // the keys of an object are nodes like any other
		child, err := nextNode(d)
		if err != nil {
			return nil, err
		}
		node.Content = append(node.Content, child)
	}
	_, err = d.ReadToken()
	return node, err
}

// numberNode leaves out the tag where YAML reads the same number from the same
// digits, and else says that it is one.
func numberNode(n string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Value: n}
	if tag := node.ShortTag(); tag != "!!int" && tag != "!!float" {
		node.Tag = "!!float"
	}
	return node
}

// stringNode quotes a string that holds direction overrides, so that yamlText
// may escape them, and one that older YAML reads as a bool or as a number in
// base 60. Control characters and the rest yaml quotes by itself.
func stringNode(s string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsFunc(s, unsafeRune) || oldYAML(s) {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

// oldYAML tells whether YAML 1.1 takes s for something else than a string: a bool, a
// number in base 60, a time of day or date and time, a merge, a default.
func oldYAML(s string) bool {
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "=", "<<":
		return true
	}
	return strings.Contains(s, ":") && strings.Trim(s, "0123456789:._+-TtZz \t") == ""
}

// yamlText writes a node. Unsafe characters that yaml takes for printable
// stand in double quotes here, where a \u escape is the same string.
func yamlText(node *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(node); err != nil {
		return nil, err
	}
	if err := enc.Close(); err != nil {
		return nil, err
	}
	return appendEscaped(nil, b.Bytes()), nil
}

// plainYAML writes rows as yaml would, thirty times as fast, where every text in
// them is so plain that there is one way to write it. Other rows it leaves to
// yaml.
type plainYAML struct {
	json jsontext.Decoder
	keys map[string]string // names of members as they are written
}

// element appends a row as an element of a list; false when it is not plain.
func (y *plainYAML) element(dst, enc []byte) ([]byte, bool) {
	resetJSON(&y.json, enc)
	return y.value(append(dst, "- "...), 2, false)
}

// value appends the next value, whose lines stand at column. Below a key what is
// more than one line begins on the next.
func (y *plainYAML) value(dst []byte, column int, below bool) ([]byte, bool) {
	kind := y.json.PeekKind()
	if kind != jsontext.KindBeginObject && kind != jsontext.KindBeginArray {
		raw, err := y.json.ReadValue()
		if err != nil {
			return dst, false
		}
		if below {
			dst = append(dst, ' ')
		}
		return appendScalar(dst, raw)
	}
	if _, err := y.json.ReadToken(); err != nil {
		return dst, false
	}
	empty := !more(&y.json)
	switch {
	case below && empty:
		dst = append(dst, ' ')
	case below:
		dst = newLine(dst, column)
	}
	switch {
	case empty && kind == jsontext.KindBeginObject:
		dst = append(dst, "{}"...)
	case empty:
		dst = append(dst, "[]"...)
	}
	for ok, first := true, true; more(&y.json); first = false {
		if !first {
			dst = newLine(dst, column)
		}
		if kind == jsontext.KindBeginArray {
			dst, ok = y.value(append(dst, "- "...), column+2, false)
		} else if dst, ok = y.key(dst); ok {
			dst, ok = y.value(dst, column+2, true)
		}
		if !ok {
			return dst, false
		}
	}
	_, err := y.json.ReadToken()
	return dst, err == nil
}

// key appends the next member's name with its colon. Most rows have the same
// ones.
func (y *plainYAML) key(dst []byte) ([]byte, bool) {
	raw, err := y.json.ReadValue()
	if err != nil {
		return dst, false
	}
	if key, ok := y.keys[string(raw)]; ok {
		return append(dst, key...), true
	}
	const longest, most = 100, 1000 // yaml writes long keys in another way
	start := len(dst)
	dst, ok := appendScalar(dst, raw)
	if !ok || len(raw) > longest {
		return dst, false
	}
	dst = append(dst, ':')
	if y.keys == nil {
		y.keys = map[string]string{}
	}
	if len(y.keys) < most {
		y.keys[string(raw)] = string(dst[start:])
	}
	return dst, true
}

func newLine(dst []byte, column int) []byte {
	dst = append(dst, '\n')
	for range column {
		dst = append(dst, ' ')
	}
	return dst
}

// appendScalar appends a text, number, true, false or null.
func appendScalar(dst, raw []byte) ([]byte, bool) {
	if raw[0] != '"' {
		plain := raw[0] >= 'a' || wholeNumber(raw) || numberNode(string(raw)).Tag == ""
		return append(dst, raw...), plain
	}
	text := raw[1 : len(raw)-1]
	switch {
	case len(text) == 0:
		return append(dst, raw...), true
	case !plainText(text):
		return dst, false
	case unicode.IsLetter(rune(text[0])) && len(text) > len("false") || bytes.IndexByte(text, '@') > 0:
		return append(dst, text...), true // no word and no number of YAML
	}
	s := string(text)
	if oldYAML(s) || (&yaml.Node{Kind: yaml.ScalarNode, Value: s}).ShortTag() != "!!str" {
		return append(dst, raw...), true
	}
	return append(dst, text...), true
}

func wholeNumber(raw []byte) bool {
	const longest = 18 // digits, which surely fit
	return len(raw) <= longest && len(bytes.Trim(raw, "0123456789")) == 0
}

// plainText tells whether a text begins with a letter or a digit, goes on with
// those and a few signs, and needs neither quotes for what stands in it nor
// escapes in quotes.
func plainText(text []byte) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case i == 0:
			return false
		case c == ' ':
			if i == len(text)-1 {
				return false
			}
		case c == ':':
			if i == len(text)-1 || text[i+1] == ' ' {
				return false
			}
		case c < utf8.RuneSelf:
			if strings.IndexByte("@._-/+()=,&", c) < 0 {
				return false
			}
		default:
			r, size := utf8.DecodeRune(text[i:])
			if size > 3 || !unicode.IsLetter(r) {
				return false
			}
			i += size - 1
		}
	}
	return true
}
