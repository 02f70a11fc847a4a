package config

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// CreateContext adds an empty context at the end of the file. Errors:
// *ContextNameError, *ContextExistsError.
func (f *File) CreateContext(name string) error {
	if err := f.free(name); err != nil {
		return err
	}
	list := f.list()
	item := mappingNode()
	item.Content = append(item.Content, textNode("name"), textNode(name))
	list.Content = append(list.Content, item)
	return f.refresh()
}

// DeleteContext removes a context and all its settings. If it was the current
// one, there is no current one any more. Error: *UnknownContextError.
func (f *File) DeleteContext(name string) error {
	if _, err := f.Context(name); err != nil {
		return err
	}
	list := f.list()
	list.Content = slices.DeleteFunc(list.Content, func(item *yaml.Node) bool {
		_, value := lookup(item, "name")
		return value != nil && value.Value == name
	})
	if f.current == name {
		remove(f.root, "current")
	}
	return f.refresh()
}

// RenameContext gives a context another name; the current one stays current.
// Errors: *UnknownContextError, *ContextNameError, *ContextExistsError.
func (f *File) RenameContext(from, to string) error {
	item, err := f.item(from)
	if err != nil {
		return err
	}
	if from == to {
		return nil
	}
	if err := f.free(to); err != nil {
		return err
	}
	put(item, "name", textNode(to))
	if f.current == from {
		put(f.root, "current", textNode(to))
	}
	return f.refresh()
}

// UseContext makes a context of the file, or the sandbox, the current one.
// Error: *UnknownContextError.
func (f *File) UseContext(name string) error {
	if _, err := f.Context(name); err != nil && name != SandboxContext {
		return err
	}
	if _, present := lookup(f.root, "current"); present == nil {
		f.root.Content = append([]*yaml.Node{textNode("current"), textNode(name)}, f.root.Content...)
		return f.refresh()
	}
	put(f.root, "current", textNode(name))
	return f.refresh()
}

// free checks that a context of this name can be made.
func (f *File) free(name string) error {
	if err := checkContextName(name); err != nil {
		return err
	}
	if _, err := f.Context(name); err == nil {
		return &ContextExistsError{Name: name, Path: f.path}
	}
	return nil
}

// list gives the node of the list of contexts, made if there is none.
func (f *File) list() *yaml.Node {
	if len(f.root.Content) == 0 {
		f.root.Style = 0
	}
	_, list := lookup(f.root, "contexts")
	if list == nil || isNull(list) {
		list = put(f.root, "contexts", &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
	}
	if len(list.Content) == 0 {
		list.Style = 0 // an empty list is written as [], which would put all that follows in one line
	}
	return list
}

// item gives the node of one context.
func (f *File) item(name string) (*yaml.Node, error) {
	if _, err := f.Context(name); err != nil {
		return nil, err
	}
	for _, item := range f.list().Content {
		if _, value := lookup(item, "name"); value != nil && value.Value == name {
			return item, nil
		}
	}
	return nil, &UnknownContextError{Name: name, Known: f.names(), Path: f.path}
}
