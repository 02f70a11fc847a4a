package secret

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// record is one secret as the file holds it.
type record struct {
	Context  string `yaml:"context"`
	Provider string `yaml:"provider"`
	Name     string `yaml:"name"`
	Value    string `yaml:"value"`
}

func (r Ref) matches(entry record) bool {
	return entry.Context == r.Context && entry.Provider == r.Provider && entry.Name == r.Name
}

func ofContext(name string) func(record) bool {
	return func(entry record) bool { return entry.Context == name }
}

// FileError is a fault in the file of secrets. It repeats nothing of the
// content.
type FileError struct {
	Path    string
	Line    int // 1-based; 0 if unknown
	Message string
}

func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.Path + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Message)
}

// ExitCode is that of an unusable credential.
func (*FileError) ExitCode() int { return exitCredential }

// Hint is the way out.
func (e *FileError) Hint() string {
	return "correct " + e.Path + ", or delete it and set its secrets again with `unictl config set`"
}

// read gives the records of the file; a missing file has none. The permissions
// are those of the file that is read, whatever is renamed meanwhile.
func (f *File) read() ([]record, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the secrets: %w", err)
	}
	defer file.Close()
	if err := checkPermissions(file); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the secrets: %w", err)
	}
	return f.decode(data)
}

// decode works on nodes, as the messages of a typed decoding repeat values.
func (f *File) decode(data []byte) ([]record, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, &FileError{Path: f.path, Line: lineOf(err), Message: "not valid YAML"}
	}
	if len(document.Content) == 0 || document.Content[0].ShortTag() == "!!null" {
		return nil, nil
	}
	list := document.Content[0]
	if list.Kind != yaml.SequenceNode {
		return nil, f.fault(list, "must be a list of secrets")
	}
	records := make([]record, len(list.Content))
	for i, node := range list.Content {
		if err := f.record(node, &records[i]); err != nil {
			return nil, err
		}
	}
	return records, nil
}

func (f *File) record(node *yaml.Node, entry *record) error {
	if node.Kind != yaml.MappingNode {
		return f.fault(node, "a secret must have the keys context, provider, name and value")
	}
	fields := map[string]*string{
		"context": &entry.Context, "provider": &entry.Provider, "name": &entry.Name, "value": &entry.Value,
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		field, known := fields[key.Value]
		if !known {
			return f.fault(key, "a key is unknown or stands twice; a secret has context, provider, name and value")
		}
		if value.Kind != yaml.ScalarNode {
			return f.fault(value, "the "+key.Value+" of a secret must be one text")
		}
		*field = value.Value
		delete(fields, key.Value)
	}
	if entry.Provider == "" || entry.Name == "" {
		return f.fault(node, "a secret must have a provider and a name")
	}
	return nil
}

func (f *File) fault(node *yaml.Node, message string) error {
	return &FileError{Path: f.path, Line: node.Line, Message: message}
}

// lineOf takes the line from a parser's message, the rest of which may repeat
// what stands in the file.
func lineOf(err error) int {
	rest, _ := strings.CutPrefix(err.Error(), "yaml: line ")
	number, _, _ := strings.Cut(rest, ":")
	line, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return line
}
