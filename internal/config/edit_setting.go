package config

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

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
