package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"unictl/internal/suggest"
)

// reader walks the nodes of a file and collects its faults.
type reader struct {
	path     string
	registry *Registry
	faults   []*FileError
}

func (r *reader) fault(node *yaml.Node, key, message, hint string) {
	r.faults = append(r.faults, &FileError{Path: r.path, Line: node.Line, Key: key, Message: message, Way: hint})
}

func (r *reader) err() error {
	slices.SortStableFunc(r.faults, func(a, b *FileError) int { return cmp.Compare(a.Line, b.Line) })
	joined := make([]error, len(r.faults))
	for i, fault := range r.faults {
		joined[i] = fault
	}
	return errors.Join(joined...)
}

func (r *reader) file(f *File) {
	f.current, f.currentLine, f.contexts = "", 0, nil
	r.mapping(f.root, "", func(key string, name, value *yaml.Node) {
		switch key {
		case "current":
			if text, ok := r.scalar(value, key, String); ok {
				f.current, f.currentLine = text, value.Line
			}
		case "contexts":
			f.contexts = r.contexts(value)
		default:
			r.unknown(name, key, key, []string{"current", "contexts"})
		}
	})
}

func (r *reader) contexts(list *yaml.Node) []Context {
	if isNull(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		r.fault(list, "contexts", "must be a list of contexts", "write each as `- name: NAME`")
		return nil
	}
	var contexts []Context
	lines := make(map[string]int)
	for _, node := range list.Content {
		context, ok := r.context(node)
		if !ok {
			continue
		}
		if line, taken := lines[context.Name]; taken {
			r.fault(node, "contexts."+context.Name, "duplicate context"+firstAt(line), "")
			continue
		}
		lines[context.Name] = node.Line
		contexts = append(contexts, context)
	}
	return contexts
}

// context reads one item of the list; false means that it has no usable name.
func (r *reader) context(node *yaml.Node) (Context, bool) {
	context := Context{Line: node.Line, values: make(map[string]fileValue)}
	before := len(r.faults)
	context.Name = r.contextName(node)
	if context.Name == "" {
		return context, false
	}
	where := "contexts." + context.Name
	r.mapping(node, where, func(key string, name, value *yaml.Node) {
		if key != "name" {
			r.setting(&context, where, key, name, value)
		}
	})
	return context, len(r.faults) == before
}

// contextName finds the name first, since every other message contains it.
func (r *reader) contextName(node *yaml.Node) string {
	_, value := lookup(node, "name")
	if value == nil || isNull(value) {
		r.fault(node, "contexts", "a context without a name", "begin it with `- name: NAME`")
		return ""
	}
	name, ok := r.scalar(value, "contexts.name", String)
	if !ok {
		return ""
	}
	if err := checkContextName(name); err != nil {
		r.fault(value, "contexts", err.Error(), "")
		return ""
	}
	return name
}

// setting reads a key of a context: a common option or a provider's section.
func (r *reader) setting(context *Context, where, key string, name, value *yaml.Node) {
	if !slices.Contains(r.registry.providers, key) {
		r.value(context, where, key, name, value)
		return
	}
	if isNull(value) {
		return
	}
	r.mapping(value, where+"."+key, func(inner string, name, value *yaml.Node) {
		r.value(context, where, key+"."+inner, name, value)
	})
}

func (r *reader) value(context *Context, where, key string, name, value *yaml.Node) {
	option, err := r.registry.Lookup(key)
	switch {
	case err != nil:
		r.unknown(name, where+"."+key, name.Value, r.siblings(Option{Key: key}.Provider()))
	case option.Secret:
		r.fault(name, where+"."+key, "secrets are not kept in config.yaml", "remove it here and "+secretHint(option.Env))
	default:
		if raw, ok := r.scalar(value, where+"."+key, option.Kind); ok && raw != "" {
			context.values[key] = fileValue{raw: raw, line: value.Line}
		}
	}
}

// siblings gives the words that may stand in a section of the file.
func (r *reader) siblings(provider string) []string {
	var words []string
	for _, option := range r.registry.ForProvider(provider) {
		if !option.Secret {
			words = append(words, option.Name())
		}
	}
	if provider == "" {
		words = append(append(words, "name"), r.registry.providers...)
	}
	return words
}

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
