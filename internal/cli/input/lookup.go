package input

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/parse"
	"unictl/internal/rest"
	"unictl/internal/suggest"
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

// Lookup finds ids at the service: a noun's ids, its addresses, and the names
// that people give.
type Lookup struct {
	Noun string
	IsID func(string) bool // the form of an id
	// addressed says that e-mail addresses tell its things apart. They are compared
	// byte for byte: no service says in public that it folds their case.
	addressed bool
	// index lists everything; find, where the service can search, asks for one.
	index func(context.Context, any) iter.Seq2[session.Entry, error]
	find  func(context.Context, any, string) iter.Seq2[session.Entry, error]
	// Of names that a verb composes of ids nobody is told; these ways out stand in
	// their place. "" = people choose the names.
	missing, several string
}

// Composed says that the names are made by the verb of other things' ids, and what
// to do where nothing, or more than one thing, has such a name.
func (l *Lookup) Composed(missing, several string) *Lookup {
	l.missing, l.several = missing, several
	return l
}

// Addressed says that the things of this noun have e-mail addresses.
func (l *Lookup) Addressed() *Lookup { l.addressed = true; return l }

// LookupIn declares a lookup in a list of moderate size: it is read once, and
// unknown names are answered with candidates.
func LookupIn[C any](noun string, isID func(string) bool, index func(context.Context, C) iter.Seq2[session.Entry, error]) *Lookup {
	return &Lookup{Noun: noun, IsID: isID, index: func(ctx context.Context, client any) iter.Seq2[session.Entry, error] {
		typed, err := session.ClientAs[C](client)
		if err != nil {
			return failed(err)
		}
		return index(ctx, typed)
	}}
}

// Searching adds a search at the service, which is tried before the whole list
// is read.
func Searching[C any](l *Lookup, find func(context.Context, C, string) iter.Seq2[session.Entry, error]) *Lookup {
	l.find = func(ctx context.Context, client any, text string) iter.Seq2[session.Entry, error] {
		typed, err := session.ClientAs[C](client)
		if err != nil {
			return failed(err)
		}
		return find(ctx, typed, text)
	}
	return l
}

func failed(err error) iter.Seq2[session.Entry, error] {
	return func(yield func(session.Entry, error) bool) { yield(session.Entry{}, err) }
}

// Entries turns a list of the service into entries.
func Entries[T any](items iter.Seq2[rest.Item[T], error], entry func(T) session.Entry) iter.Seq2[session.Entry, error] {
	return func(yield func(session.Entry, error) bool) {
		for item, err := range items {
			if err != nil {
				yield(session.Entry{}, err)
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

// Finder looks names up for one run: each list is read once.
type Finder struct {
	// Many says that rows come from a file: a name is looked for in the whole list.
	Many bool

	indexes map[string][]session.Entry
	found   map[foundFor]Ref            // what was looked up last
	words   map[string]map[string][]int // what they are found by, where many rows look
}

// foundFor is a noun, and how exactly one had to be named.
type foundFor struct {
	noun  string
	exact exactness
}

// NewFinder is a Finder that has read nothing yet.
func NewFinder() *Finder {
	return &Finder{indexes: map[string][]session.Entry{}, found: map[foundFor]Ref{}, words: map[string]map[string][]int{}}
}

// Resolve fills every reference of a row before anything is written.
func (f *Finder) Resolve(ctx context.Context, client any, inputs Inputs) error {
	for _, in := range inputs {
		if in.refs == nil {
			continue
		}
		for _, ref := range in.refs() {
			if ref.Lookup == nil || ref.Ref.ID != "" {
				continue
			}
			ref.input = in
			if err := f.find(ctx, client, ref); err != nil {
				return err
			}
		}
	}
	return nil
}

// Pin fills the references of the arguments with ids that Identified gave an
// earlier process, whatever bears the names now. It is false where one of them is
// not there any more.
func (f *Finder) Pin(ctx context.Context, client any, inputs Inputs, ids string) (there bool, err error) {
	refs, known := inputs.named(), strings.Fields(ids)
	if len(refs) != len(known) {
		return true, nil
	}
	there = true
	for i, ref := range refs {
		ref.Ref.ID = known[i]
		entries, err := f.Index(ctx, client, ref.Lookup)
		if err != nil && !rest.Is(err, rest.Credential) { // the list may be forbidden while the call is not
			return false, err
		}
		at := slices.IndexFunc(entries, func(e session.Entry) bool { return e.ID == known[i] })
		if at >= 0 {
			ref.Ref.Label = cmp.Or(ref.Ref.Label, Label(entries[at]))
		}
		listed := slices.ContainsFunc(entries, func(e session.Entry) bool { return e.ID != "" })
		there = there && (at >= 0 || err != nil || len(entries) > 0 && !listed)
	}
	return there, nil
}

// find looks one name up. Of many rows most name the same as the one before.
func (f *Finder) find(ctx context.Context, client any, ref NamedRef) error {
	last := foundFor{ref.Lookup.Noun, ref.input.exact}
	if known := f.found[last]; f.Many && known.Text == ref.Ref.Text {
		*ref.Ref = known
		return nil
	}
	err := f.findAnew(ctx, client, ref)
	if err == nil && f.Many {
		f.found[last] = *ref.Ref
	}
	return err
}

func (f *Finder) findAnew(ctx context.Context, client any, ref NamedRef) error {
	l, w := ref.Lookup, wordOf(ref.Ref.Text, ref.input.exact)
	entries, possible, err := f.candidates(ctx, client, l, w)
	if err != nil {
		if w.idLike(l) && rest.Is(err, rest.Credential) {
			ref.Ref.ID = w.text // the list may be forbidden while the call is not
			return nil
		}
		return err
	}
	matches := l.match(possible, w)
	nameless := !slices.ContainsFunc(entries, func(e session.Entry) bool { return e.ID != "" })
	missing := &fault.NotFoundError{Flag: ref.input.Label(), Noun: l.Noun, Text: ref.Ref.String(), Target: ref.input.arg}
	switch {
	case len(matches) == 1 && matches[0].ID == "":
		missing.Noun, missing.Way = "id of "+l.Noun, "the service's list shows none: give the id itself"
		missing.Unsure = true
		return missing
	case len(matches) == 1:
		ref.Ref.ID = matches[0].ID
		ref.Ref.Label = cmp.Or(ref.Ref.Label, Label(matches[0]))
		return nil
	case len(matches) > 1:
		return &fault.AmbiguousError{Flag: ref.input.Label(), Noun: l.Noun, Text: ref.Ref.String(), Candidates: Each(matches, Told), Way: l.several}
	case len(entries) > 0 && nameless && w.idLike(l):
		ref.Ref.ID = w.text // a list without ids says nothing against it
		return nil
	case len(entries) == 0:
		missing.Way = cmp.Or(l.missing, "there are no "+l.Noun+"s")
		return missing
	case l.missing != "":
		missing.Way = l.missing
		return missing
	}
	if missing.Way = meant(possible, w); missing.Way != "" {
		missing.Alike = true
		return missing
	}
	missing.Candidates, missing.Close = labels(entries), suggest.Nearest(w.text, names(entries))
	return missing
}

// candidates asks the service for a word, and reads the whole list when that
// finds nothing: a search may be exact where people are not. possible are those
// that the word can mean: many rows do not each go through a long list.
func (f *Finder) candidates(ctx context.Context, client any, l *Lookup, w word) (entries, possible []session.Entry, err error) {
	if l.find != nil && !f.Many {
		entries, err := collect(l.find(ctx, client, w.text))
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return nil, nil, err
		}
		if len(l.match(entries, w)) > 0 {
			return entries, entries, nil
		}
	}
	entries, err = f.Index(ctx, client, l)
	if err != nil || !f.Many {
		return entries, entries, err
	}
	if f.words[l.Noun] == nil {
		f.words[l.Noun] = wordsOf(entries)
	}
	places := f.words[l.Noun][w.folded]
	return entries, Each(places, func(at int) session.Entry { return entries[at] }), nil
}

// wordsOf says which entries a word can mean.
func wordsOf(entries []session.Entry) map[string][]int {
	words := make(map[string][]int, 2*len(entries))
	for i, e := range entries {
		for _, word := range append(e.Words(), e.ID) {
			word = parse.Folded(word)
			if known := words[word]; len(known) == 0 || known[len(known)-1] != i {
				words[word] = append(known, i)
			}
		}
	}
	return words
}

// Index is the whole list, read once a run.
func (f *Finder) Index(ctx context.Context, client any, l *Lookup) ([]session.Entry, error) {
	if entries, ok := f.indexes[l.Noun]; ok {
		return entries, nil
	}
	entries, err := collect(l.index(ctx, client))
	if err == nil {
		f.indexes[l.Noun] = entries
	}
	return entries, err
}

func collect(entries iter.Seq2[session.Entry, error]) ([]session.Entry, error) {
	var all []session.Entry
	for entry, err := range entries {
		if err != nil {
			return nil, err
		}
		all = append(all, entry)
	}
	return all, nil
}

// names are all words that would have been taken.
func names(entries []session.Entry) []string {
	var words []string
	for _, e := range entries {
		words = append(words, e.Words()...)
	}
	return words
}

func labels(entries []session.Entry) []string {
	words := make([]string, 0, len(entries))
	for _, e := range entries {
		if !slices.Contains(words, Label(e)) { // two may share a name
			words = append(words, Label(e))
		}
	}
	return words
}

// Label is what an entry is called.
func Label(e session.Entry) string {
	if words := e.Words(); len(words) > 0 && words[0] != "" {
		return words[0]
	}
	return e.ID
}

// Told is the id with what tells it from others of the same name.
func Told(e session.Entry) string { return strings.TrimSpace(e.ID + " " + e.Note) }

// Each applies f to every element.
func Each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

// Gone reports that nothing which the arguments name stands in the service's
// lists any more, read anew; false where nothing was found in one.
func (all Inputs) Gone(ctx context.Context, client any) (bool, error) {
	looked := false
	for _, in := range all.Args() {
		if in.refs == nil {
			continue
		}
		for _, ref := range in.refs() {
			if ref.Lookup == nil || ref.Ref.Label == "" || ref.Ref.ID == "" {
				continue
			}
			looked = true
			entries, err := collect(ref.Lookup.index(ctx, client))
			if err != nil || slices.ContainsFunc(entries, func(e session.Entry) bool { return e.ID == ref.Ref.ID }) {
				return false, err
			}
		}
	}
	return looked, nil
}
