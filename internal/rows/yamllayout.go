package rows

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlLayout writes a list of mappings, each row by itself.
type yamlLayout struct{}

func (yamlLayout) head(dst []byte, _ []string) ([]byte, error) { return dst, nil }

func (yamlLayout) row(dst []byte, columns []string, cells []Cell, _ bool) ([]byte, error) {
	mapping := &yaml.Node{Kind: yaml.MappingNode}
	for _, cell := range given(columns, cells) {
		mapping.Content = append(mapping.Content, textNode(cell.Column), valueNode(cell))
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	err := e.Encode(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{mapping}})
	return append(dst, b.Bytes()...), err
}

func (yamlLayout) foot(dst []byte, none bool) []byte {
	if none {
		return append(dst, "[]\n"...)
	}
	return dst
}

func valueNode(cell Cell) *yaml.Node {
	if !cell.List && len(cell.Values) == 1 {
		return textNode(cell.Values[0])
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, entry := range cell.Values {
		list.Content = append(list.Content, textNode(entry))
	}
	return list
}

// textNode is a node that is read as the same text again, also when it looks
// like a number or a word of YAML, and that stays on one line.
func textNode(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.Contains(s, "\n") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
