package config

import (
	"errors"
	"slices"

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
