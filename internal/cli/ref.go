package cli

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"unictl/internal/rest"
)

// Ref is something named by the person: a name, an e-mail address or an id.
// The kit fills ID and Label before the verb's steps are made.
type Ref struct {
	Text  string // as given
	ID    string // the service's id
	Label string // its name, for people
}

// ParseRef takes any text but an empty one.
func ParseRef(text string) (Ref, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Ref{}, fmt.Errorf("a name or id is needed")
	}
	return Ref{Text: text}, nil
}

// String is how the thing is called in messages.
func (r Ref) String() string {
	if r.Label != "" {
		return r.Label
	}
	return r.Text
}

// Given reports whether the input was used.
func (r Ref) Given() bool { return r.Text != "" }

// NamedRef is a Ref with the lookup that finds its id.
type NamedRef struct {
	Ref    *Ref
	Lookup *Lookup // nil = the input's own
	input  *Input
}

// refsOf finds the references in a parsed value: the value itself, or those
// that it names by a method Refs.
func refsOf(value any) []NamedRef {
	switch v := value.(type) {
	case *Ref:
		if v.Given() {
			return []NamedRef{{Ref: v}}
		}
	case interface{ Refs() []NamedRef }:
		return v.Refs()
	}
	return nil
}

// Entry is one thing that a name can mean.
type Entry struct {
	ID    string   `json:"id"`
	Names []string `json:"names"` // exact words for it, the first one for people
	Note  string   `json:"note,omitempty"`
}

// told is the id with what tells it from others of the same name.
func (e Entry) told() string { return strings.TrimSpace(e.ID + " " + e.Note) }

func (e Entry) label() string {
	if len(e.Names) > 0 && e.Names[0] != "" {
		return e.Names[0]
	}
	return e.ID
}

// Lookup finds ids by name at the service.
type Lookup struct {
	Noun string
	IsID func(string) bool // the form of an id
	// index lists everything; find, where the service can search, asks for one.
	index func(context.Context, any) iter.Seq2[Entry, error]
	find  func(context.Context, any, string) iter.Seq2[Entry, error]
}

// LookupIn declares a lookup in a list of moderate size: it is read once, and
// unknown names are answered with candidates.
func LookupIn[C any](noun string, isID func(string) bool, index func(context.Context, C) iter.Seq2[Entry, error]) *Lookup {
	return &Lookup{Noun: noun, IsID: isID, index: func(ctx context.Context, client any) iter.Seq2[Entry, error] {
		typed, err := clientAs[C](client)
		if err != nil {
			return failed(err)
		}
		return index(ctx, typed)
	}}
}

// Searching adds a search at the service, which is tried before the whole list
// is read.
func Searching[C any](l *Lookup, find func(context.Context, C, string) iter.Seq2[Entry, error]) *Lookup {
	l.find = func(ctx context.Context, client any, text string) iter.Seq2[Entry, error] {
		typed, err := clientAs[C](client)
		if err != nil {
			return failed(err)
		}
		return find(ctx, typed, text)
	}
	return l
}

func failed(err error) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) { yield(Entry{}, err) }
}

// Entries turns a list of the service into entries.
func Entries[T any](items iter.Seq2[rest.Item[T], error], entry func(T) Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for item, err := range items {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if !yield(entry(item.Value), nil) {
				return
			}
		}
	}
}

// Find lets the input take a name: l finds its id and completes it.
func (in *Input) Find(l *Lookup) *Input {
	inner := in.refs
	in.refs = func() []NamedRef {
		refs := inner()
		for i := range refs {
			if refs[i].Lookup == nil {
				refs[i].Lookup = l
			}
		}
		return refs
	}
	in.complete = func() *Lookup { return l }
	return in
}
