package output

import (
	"bytes"
	"fmt"
	"strings"

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

// oldYAML tells whether YAML 1.1 takes s for something else than a string.
func oldYAML(s string) bool {
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off":
		return true
	}
	return strings.Contains(s, ":") && strings.Trim(s, "0123456789:._+-") == ""
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
