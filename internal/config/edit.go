package config

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"unictl/internal/atomicfile"
)

const filePermissions = 0o600

// Edit changes config.yaml: it takes the file's lock, loads, lets change work
// on the File, and replaces the file with mode 0600 if anything is different.
// Comments and the order of keys are kept. Processes that edit at the same
// time take turns, until ctx ends. The error is change's own, one of Load's,
// or says why the file cannot be written; the file is then as it was.
func Edit(ctx context.Context, path string, registry *Registry, change func(*File) error) error {
	if path == "" {
		return &DirectoryError{What: "settings", Variables: []string{EnvConfig}}
	}
	if err := atomicfile.Replaceable(path); err != nil {
		return err
	}
	var ran bool
	err := atomicfile.Locked(ctx, path, func() error {
		ran = true
		return edit(path, registry, change)
	})
	if err != nil && !ran {
		return fmt.Errorf("cannot write the settings in %s: %w", path, err)
	}
	return err
}

// Replaceable reports what at path is no file, and must not become one: an
// *atomicfile.TargetError.
func Replaceable(path string) error { return atomicfile.Replaceable(path) }

func edit(path string, registry *Registry, change func(*File) error) error {
	file, err := Load(path, registry)
	if err != nil {
		return err
	}
	before, err := file.encode()
	if err != nil {
		return err
	}
	if err := change(file); err != nil {
		return err
	}
	after, err := file.encode()
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	// What cannot be read back must not be written.
	if _, err := Parse(path, after, registry); err != nil {
		return fmt.Errorf("settings not written: %w", err)
	}
	return atomicfile.Write(path, after, filePermissions)
}

// Text is the file as it would be written.
func (f *File) Text() ([]byte, error) { return f.encode() }

func (f *File) encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(f.document); err != nil {
		return nil, fmt.Errorf("cannot encode %s: %w", f.path, err)
	}
	if err := encoder.Close(); err != nil {
		return nil, fmt.Errorf("cannot encode %s: %w", f.path, err)
	}
	return text.Bytes(), nil
}

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

// Set gives a setting of a context a value, written as in the environment.
// Errors: *UnknownContextError, *UnknownKeyError, *SecretKeyError for a secret,
// *ValueError for a value of the wrong form.
func (f *File) Set(context, key, value string) error {
	item, option, err := f.place(context, key)
	if err != nil {
		return err
	}
	if value == "" {
		return &ValueError{Key: key, Message: "must not be empty; remove it with `unictl config unset`"}
	}
	parsed, err := option.parse(value)
	if err != nil {
		return &ValueError{Key: key, Message: err.Error(), Err: err}
	}
	section := item
	if provider := option.Provider(); provider != "" {
		section = sectionOf(item, provider)
	}
	put(section, option.Name(), valueNode(option.Kind, value, parsed))
	return f.refresh()
}

// Unset removes a setting from a context; that it was not there is no error.
// Errors: *UnknownContextError, *UnknownKeyError, *SecretKeyError.
func (f *File) Unset(context, key string) error {
	item, option, err := f.place(context, key)
	if err != nil {
		return err
	}
	provider := option.Provider()
	if provider == "" {
		remove(item, key)
		return f.refresh()
	}
	if _, section := lookup(item, provider); section != nil {
		remove(section, option.Name())
		if len(section.Content) == 0 {
			remove(item, provider)
		}
	}
	return f.refresh()
}

func (f *File) place(context, key string) (*yaml.Node, Option, error) {
	item, err := f.item(context)
	if err != nil {
		return nil, Option{}, err
	}
	option, err := f.registry.Lookup(key)
	if err == nil && option.Secret {
		err = &SecretKeyError{Key: key, Env: option.Env}
	}
	return item, option, err
}

// sectionOf gives a provider's mapping in a context, made if there is none.
func sectionOf(item *yaml.Node, provider string) *yaml.Node {
	_, section := lookup(item, provider)
	if section == nil || isNull(section) {
		section = put(item, provider, mappingNode())
	}
	return section
}

func mappingNode() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func textNode(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func valueNode(kind Kind, raw string, parsed any) *yaml.Node {
	switch kind {
	case Bool:
		node := &yaml.Node{}
		if node.Encode(parsed) == nil {
			return node
		}
	case StringList:
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		if items, ok := parsed.([]string); ok {
			for _, item := range items {
				list.Content = append(list.Content, textNode(item))
			}
		}
		return list
	}
	return textNode(raw)
}

// put sets a key of a mapping, in its place if it is there, else at the end,
// and gives the node that now holds the value. The comments of a replaced
// value stay.
func put(mapping *yaml.Node, key string, value *yaml.Node) *yaml.Node {
	_, old := lookup(mapping, key)
	if old == nil {
		mapping.Content = append(mapping.Content, textNode(key), value)
		return value
	}
	value.HeadComment, value.LineComment, value.FootComment = old.HeadComment, old.LineComment, old.FootComment
	*old = *value
	return old
}

// remove takes a key and its value out of a mapping.
func remove(mapping *yaml.Node, key string) {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			mapping.Content = slices.Delete(mapping.Content, i, i+2)
			return
		}
	}
}
