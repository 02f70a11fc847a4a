package config

import (
	"fmt"
	"slices"
)

// Settings are the effective values for one context. They do not change.
type Settings struct {
	registry *Registry
	context  string
	sandbox  bool
	own      func(key string) string
	named    func(key string) bool
	entries  map[string]entry
	order    []string
}

type entry struct {
	option Option
	raw    string
	value  any
	origin Origin
}

// Entry is one setting with its origin, for `config explain`. Value is empty
// for secrets and for what is unset; a secret's origin says only whether its
// variable is there.
type Entry struct {
	Key    string
	Value  string
	Origin Origin
	Secret bool
}

// Context is the name of the context in use; "" if the settings come from the
// environment and flags alone.
func (s *Settings) Context() string { return s.context }

// Sandbox tells whether the context in use is the built-in one.
func (s *Settings) Sandbox() bool { return s.sandbox }

// String gives a setting as text; "" if it is unset or of a provider that was
// not asked for. A list is separated by commas. It panics, as the other
// accessors do, on a key that is not in the registry or of another kind: that
// is a fault of the program.
func (s *Settings) String(key string) string { return s.find(key).raw }

// Own gives a setting as the context alone has it, or its default: what no
// variable and no flag says.
func (s *Settings) Own(key string) string { return s.own(key) }

// Named reports that the context itself gives a setting.
func (s *Settings) Named(key string) bool { return s.named(key) }

// Bool gives a Bool setting; false if it is unset.
func (s *Settings) Bool(key string) bool { return typed[bool](s, key) }

// StringList gives a StringList setting; nil if it is unset.
func (s *Settings) StringList(key string) []string { return slices.Clone(typed[[]string](s, key)) }

// Origin tells where a setting comes from.
func (s *Settings) Origin(key string) Origin {
	if found := s.find(key); found.origin.Kind != "" {
		return found.origin
	}
	return Origin{Kind: FromUnset}
}

// Entries gives all settings that were asked for, in the registry's order with
// the common ones first.
func (s *Settings) Entries() []Entry {
	entries := make([]Entry, len(s.order))
	for i, key := range s.order {
		found := s.entries[key]
		entries[i] = Entry{Key: key, Value: found.raw, Origin: found.origin, Secret: found.option.Secret}
	}
	return entries
}

// Configured tells whether any setting of the provider was given; secrets and
// defaults do not count.
func (s *Settings) Configured(provider string) bool {
	for _, found := range s.entries {
		given := found.origin.Kind != FromUnset && found.origin.Kind != FromDefault
		if given && !found.option.Secret && found.option.Provider() == provider {
			return true
		}
	}
	return false
}

func (s *Settings) find(key string) entry {
	if found, ok := s.entries[key]; ok {
		return found
	}
	option, err := s.registry.Lookup(key)
	if err != nil {
		panic("config: " + err.Error())
	}
	return entry{option: option}
}

func typed[T any](s *Settings, key string) T {
	found := s.find(key)
	if found.value == nil {
		var unset T
		return unset
	}
	value, ok := found.value.(T)
	if !ok {
		panic(fmt.Sprintf("config: %s is a %s", key, found.option.Kind))
	}
	return value
}

// OriginKind tells which layer an effective value comes from.
type OriginKind string

// The layers, the strongest first.
const (
	FromFlag    OriginKind = "flag"
	FromEnv     OriginKind = "env"
	FromContext OriginKind = "context"
	FromSandbox OriginKind = "sandbox"
	FromDefault OriginKind = "default"
	FromUnset   OriginKind = "unset"
)

// Origin tells where a value was given. Detail is "--company",
// "UNICTL_IXON_COMPANY" or "/path/config.yaml:7 (context prod)", and empty for
// the other kinds.
type Origin struct {
	Kind   OriginKind
	Detail string
}

// String gives the detail, or the kind where there is none.
func (o Origin) String() string {
	if o.Detail != "" {
		return o.Detail
	}
	return string(o.Kind)
}

func contextOrigin(path string, line int, name string) Origin {
	return Origin{Kind: FromContext, Detail: fmt.Sprintf("%s:%d (context %s)", path, line, name)}
}
