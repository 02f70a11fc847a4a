package config

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"unictl/internal/suggest"
)

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// lookup finds a key and its value in a mapping; both are nil if it is absent.
func lookup(mapping *yaml.Node, key string) (name, value *yaml.Node) {
	if mapping.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i], mapping.Content[i+1]
		}
	}
	return nil, nil
}

// mapping calls visit for each key of a mapping, once; where names the mapping
// in messages.
func (r *reader) mapping(node *yaml.Node, where string, visit func(key string, name, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		r.fault(node, where, "must be a mapping of keys to values", aliasHint(node))
		return
	}
	lines := make(map[string]int)
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if name.Kind != yaml.ScalarNode || name.ShortTag() == "!!merge" {
			r.fault(name, where, "a key must be a plain word", aliasHint(name))
			continue
		}
		if line, taken := lines[name.Value]; taken {
			r.fault(name, strings.TrimPrefix(where+"."+name.Value, "."), "duplicate key"+firstAt(line), "")
			continue
		}
		lines[name.Value] = name.Line
		visit(name.Value, name, value)
	}
}

// scalar reads a value of the given kind as text; "" stands for null. A value
// of another type is a fault.
func (r *reader) scalar(node *yaml.Node, key string, kind Kind) (string, bool) {
	if isNull(node) {
		return "", true
	}
	raw, ok := node.Value, fits(node, kind)
	if kind == StringList && node.Kind == yaml.SequenceNode {
		raw, ok = r.list(node)
	}
	if ok && kind != URL && raw != "" {
		_, err := kind.parse(raw)
		ok = err == nil
	}
	if !ok {
		r.fault(node, key, "must be "+kind.expectation(), aliasHint(node))
	}
	return raw, ok
}

// list reads a sequence of texts in the form of a comma-separated list.
func (r *reader) list(node *yaml.Node) (string, bool) {
	items := make([]string, len(node.Content))
	for i, item := range node.Content {
		if !fits(item, String) {
			return "", false
		}
		items[i] = item.Value
	}
	if len(items) == 0 {
		return "", true
	}
	return joinList(items), true
}

// fits tells whether a scalar's YAML type is right for the kind. Texts may look
// like numbers: an id of twelve digits needs no quotes.
func fits(node *yaml.Node, kind Kind) bool {
	if node.Kind != yaml.ScalarNode {
		return false
	}
	switch tag := node.ShortTag(); kind {
	case Bool:
		return tag == "!!bool"
	case URL:
		return tag == "!!str"
	default:
		return tag == "!!str" || tag == "!!int" || tag == "!!float" || tag == "!!timestamp"
	}
}

func (r *reader) unknown(name *yaml.Node, key, word string, known []string) {
	r.fault(name, key, "unknown key", strings.TrimPrefix(didYouMean(suggest.Nearest(word, known)), "; "))
}

func aliasHint(node *yaml.Node) string {
	if node.Kind == yaml.AliasNode || node.ShortTag() == "!!merge" {
		return "anchors and aliases are not supported"
	}
	return ""
}

func firstAt(line int) string {
	return fmt.Sprintf(", first in line %d", line)
}
