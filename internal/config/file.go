package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"go.yaml.in/yaml/v3"
)

// File is the content of config.yaml. It comes from Load, which has checked
// its structure, or from Edit, which writes it back.
type File struct {
	path        string
	registry    *Registry
	document    *yaml.Node
	root        *yaml.Node // the top mapping in document; never nil
	current     string
	currentLine int
	contexts    []Context
}

// Context is one named context as it stands in the file.
type Context struct {
	Name   string
	Line   int // where it begins; 0 if it is not written yet
	values map[string]fileValue
}

// fileValue is a setting as the environment would write it.
type fileValue struct {
	raw  string
	line int
}

// Value gives a setting as text; a list is separated by commas.
func (c Context) Value(key string) (string, bool) {
	value, ok := c.values[key]
	return value.raw, ok
}

// Own gives the settings of a context as the file has them, or their defaults;
// those of a context that is not there are the defaults.
func (f *File) Own(name string) func(key string) string {
	context, _ := f.Context(name)
	return f.registry.own(context)
}

func (r *Registry) own(context Context) func(key string) string {
	return func(key string) string {
		if value, ok := context.Value(key); ok {
			return value
		}
		option, _ := r.Lookup(key)
		return option.Default
	}
}

// Path is the file's path, as given to Load.
func (f *File) Path() string { return f.path }

// Current is the name of the context used when none is given, or "". The
// context may be missing from the file.
func (f *File) Current() string { return f.current }

// Contexts gives all contexts in the order of the file.
func (f *File) Contexts() []Context { return slices.Clone(f.contexts) }

// Context finds one context; the error is an *UnknownContextError.
func (f *File) Context(name string) (Context, error) {
	for _, context := range f.contexts {
		if context.Name == name {
			return context, nil
		}
	}
	return Context{}, &UnknownContextError{Name: name, Known: f.names(), Path: f.path}
}

func (f *File) names() []string {
	names := make([]string, len(f.contexts))
	for i, context := range f.contexts {
		names[i] = context.Name
	}
	return names
}

// Check looks at the values of all contexts, where Resolve looks at those in
// use only, and at the current context. The error joins one *FileError per
// fault, in the order of the registry.
func (f *File) Check() error {
	var faults []error
	if _, err := f.Context(f.current); err != nil && f.current != "" && f.current != SandboxContext {
		faults = append(faults, &FileError{
			Path: f.path, Line: f.currentLine, Key: "current", Message: "no context has this name",
			Way: "choose one with `unictl context use NAME`",
		})
	}
	for _, context := range f.contexts {
		for _, option := range f.registry.options {
			value, ok := context.values[option.Key]
			if !ok {
				continue
			}
			if _, err := option.parse(value.raw); err != nil {
				faults = append(faults, &FileError{
					Path: f.path, Line: value.line, Key: "contexts." + context.Name + "." + option.Key, Message: err.Error(),
				})
			}
		}
	}
	return errors.Join(faults...)
}

// Load reads config.yaml. A missing file, and path "", is a File without
// contexts. The structure is checked strictly; every fault is reported, as a
// joined error of *FileError in the order of the file. The form of values is
// checked when they are used, by Resolve, or by File.Check.
func Load(path string, registry *Registry) (*File, error) {
	data, err := Read(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, data, registry)
}

// longest is how long a file may be, in bytes: more is some other file, or a
// device without an end.
const longest = 4 << 20

// Read gives the text of config.yaml; nil for a missing file and for path "". A
// pipe gives its text once: who needs it again keeps it. One that brings nothing
// is a *FileError, as the guards that it was to bring would be missing.
func Read(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the settings: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, longest+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read the settings: %w", err)
	}
	if len(data) > longest {
		return nil, &FileError{Path: path, Message: "longer than 4 MiB, and so no file of settings"}
	}
	if info, err := file.Stat(); err == nil && info.Mode()&fs.ModeNamedPipe != 0 && len(bytes.TrimSpace(data)) == 0 {
		return nil, &FileError{Path: path, Message: "the pipe brings no settings: what writes into it may have failed"}
	}
	return data, nil
}

// Parse is Load for a text that was read before. Errors are those of Load.
func Parse(path string, data []byte, registry *Registry) (*File, error) {
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

// SandboxContext is the name of the built-in context that works on embedded
// services. It needs no file and no context of the file can have the name.
const SandboxContext = "sandbox"

const maxContextName = 64

// checkContextName accepts up to 64 letters, digits, dots, dashes and
// underscores, the first one a letter or digit. Case matters.
func checkContextName(name string) error {
	const alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	switch {
	case name == SandboxContext:
		return &ContextNameError{Name: name, Reason: "reserved for the built-in context"}
	case name == "":
		return &ContextNameError{Name: name, Reason: "must not be empty"}
	case len(name) > maxContextName:
		return &ContextNameError{Name: name[:maxContextName] + "…", Reason: "longer than 64 characters"}
	case !strings.Contains(alphanumeric, name[:1]), strings.TrimLeft(name, alphanumeric+"._-") != "":
		return &ContextNameError{
			Name:   name,
			Reason: "must be letters, digits, dots, dashes and underscores, beginning with a letter or digit",
		}
	}
	return nil
}
