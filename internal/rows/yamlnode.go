package rows

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// meant is what an alias stands for. It is followed once only: an alias leads
// to no other alias.
func meant(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// scalar is a node's text as it stands in the file; null is "".
func scalar(cell *Cell, entry int, n *yaml.Node) (string, *Fault) {
	if n.Kind != yaml.ScalarNode {
		return "", cell.nested(entry, kindOf(n))
	}
	switch tag := n.ShortTag(); tag {
	case "!!null":
		return "", nil
	case "!!bool":
		return strings.ToLower(n.Value), nil
	case "!!str", "!!int", "!!float", "!!timestamp", "!!merge":
		return n.Value, nil
	}
	return "", cell.nested(entry, "a value with a tag of its own")
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.ShortTag() == "!!null" {
		return "empty"
	}
	return "a single value"
}
