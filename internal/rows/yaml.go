package rows

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlSource reads a list of mappings that is held whole.
type yamlSource struct {
	rows   []*yaml.Node
	object object
}

func newYAMLSource(in *bufio.Reader, o Options) (*yamlSource, error) {
	text, err := io.ReadAll(in)
	if err == errBudget {
		return nil, &FileError{Message: fmt.Sprintf("the file is longer than %d MB, too long for YAML", maxRow>>20), Way: "use jsonl or csv, which are read row by row"}
	}
	if err != nil {
		return nil, err
	}
	list, err := document(text)
	s := &yamlSource{object: newObject(o)}
	switch {
	case err != nil:
		return nil, err
	case list == nil || list.ShortTag() == "!!null":
		return s, nil
	case list.Kind != yaml.SequenceNode:
		return nil, &FileError{Line: list.Line, Message: "this is " + kindOf(list) + ", and a list of mappings is wanted", Way: `begin each row with a dash: "- column: value"`}
	}
	s.rows = list.Content
	return s, nil
}

// document is the only one in text, nil when there is none.
func document(text []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var first, second yaml.Node
	if err := decoder.Decode(&first); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, notYAML(err)
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, &FileError{Line: second.Line, Message: "the file holds several documents", Way: "put all rows in one list, without ---"}
	} else if err != io.EOF {
		return nil, notYAML(err)
	}
	return first.Content[0], nil
}

// notYAML finds the line in the decoder's message.
func notYAML(err error) error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	number, text, found := strings.Cut(strings.TrimPrefix(message, "line "), ": ")
	if line, bad := strconv.Atoi(number); bad == nil && found {
		if countedFromZero(text) {
			line++
		}
		return &FileError{Line: line, Message: "this is no valid YAML: " + text}
	}
	return &FileError{Message: "this is no valid YAML: " + message}
}

// countedFromZero tells which of the decoder's problems come with a line that is
// one too low: those its parser finds, and not its scanner.
func countedFromZero(problem string) bool {
	after, ok := strings.CutPrefix(problem, "did not find expected ")
	if !ok {
		return false
	}
	for _, what := range []string{"<", "node content", "'-' indicator", "key", "',' or"} {
		if strings.HasPrefix(after, what) {
			return true
		}
	}
	return false
}

func (s *yamlSource) columns() []string { return nil }

func (s *yamlSource) next() (Row, error) {
	for len(s.rows) > 0 {
		node := s.rows[0]
		s.rows = s.rows[1:]
		row := Row{Line: node.Line}
		if err := s.mapping(meant(node)); err != nil {
			return row, err
		}
		if !s.object.onlyRemarks() {
			row.Cells = s.object.cells
			return row, nil
		}
	}
	return Row{}, io.EOF
}

func (s *yamlSource) mapping(n *yaml.Node) error {
	s.object.begin()
	if n.Kind != yaml.MappingNode {
		return &Fault{Message: "is " + kindOf(n) + " and not a mapping", Way: `a row names its columns: "- column: value"`}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if fault := s.member(meant(n.Content[i]), meant(n.Content[i+1])); fault != nil {
			return fault
		}
	}
	return nil
}

func (s *yamlSource) member(key, value *yaml.Node) *Fault {
	switch {
	case key.Kind != yaml.ScalarNode:
		return &Fault{Message: "has " + kindOf(key) + " for the name of a column"}
	case key.ShortTag() == "!!merge":
		return &Fault{Message: "holds a merge (<<), which is not read here", Way: "write the columns out"}
	case s.object.remark([]byte(key.Value)):
		return nil
	}
	cell, fault := s.object.column([]byte(key.Value))
	if fault != nil {
		return fault
	}
	if value.Kind == yaml.SequenceNode {
		return s.list(cell, value)
	}
	text, fault := scalar(cell, 0, value)
	if fault != nil {
		return fault
	}
	return cell.value(text)
}

func (s *yamlSource) list(cell *Cell, list *yaml.Node) *Fault {
	cell.List = true
	for i, entry := range list.Content {
		text, fault := scalar(cell, i+1, meant(entry))
		if fault == nil {
			fault = cell.entry(text)
		}
		if fault != nil {
			return fault
		}
	}
	return nil
}

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
