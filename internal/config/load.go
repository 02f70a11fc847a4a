package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"

	"go.yaml.in/yaml/v3"
)

// Load reads config.yaml. A missing file, and path "", is a File without
// contexts. The structure is checked strictly; every fault is reported, as a
// joined error of *FileError in the order of the file. The form of values is
// checked when they are used, by Resolve, or by File.Check.
func Load(path string, registry *Registry) (*File, error) {
	if path == "" {
		return parseFile(path, nil, registry)
	}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return nil, fmt.Errorf("cannot read the settings: %w", err)
	}
	return parseFile(path, data, registry)
}

func parseFile(path string, data []byte, registry *Registry) (*File, error) {
	f := &File{path: path, registry: registry}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return nil, syntaxError(path, err)
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, syntaxError(path, err)
		}
		return nil, &FileError{Path: path, Line: second.Line, Message: "only one YAML document is allowed"}
	}
	f.document, f.root = ground(&document, data)
	if err := f.refresh(); err != nil {
		return nil, err
	}
	return f, nil
}

// ground gives the document and its top mapping, both new if the document is
// empty; comments of a file that holds nothing else are kept.
func ground(document *yaml.Node, data []byte) (*yaml.Node, *yaml.Node) {
	if len(document.Content) == 1 && !isNull(document.Content[0]) {
		return document, document.Content[0]
	}
	root := mappingNode()
	fresh := &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{root}}
	var comments []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			comments = append(comments, line)
		}
	}
	fresh.HeadComment = strings.Join(comments, "\n")
	return fresh, root
}

// refresh derives the contexts from the nodes, after reading and after edits.
func (f *File) refresh() error {
	r := reader{path: f.path, registry: f.registry}
	r.file(f)
	return r.err()
}

// syntaxError says where a text is not YAML. Of the parser's message it keeps
// the line alone when the rest would repeat a name from the file.
func syntaxError(path string, err error) *FileError {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		number, after, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line, message = n, after
		}
	}
	if strings.Contains(message, "anchor") {
		message = "anchors and aliases are not supported"
	}
	return &FileError{Path: path, Line: line, Message: "not valid YAML: " + message}
}
