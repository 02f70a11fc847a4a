package cli

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"unictl/internal/cli/fault"
	"unictl/internal/rest"
	"unictl/internal/suggest"
)

// resolve fills every reference of a row before anything is written.
func (s *Session) resolve(ctx context.Context, client any, inputs Inputs) error {
	for _, in := range inputs {
		if in.refs == nil {
			continue
		}
		for _, ref := range in.refs() {
			if ref.Lookup == nil || ref.Ref.ID != "" {
				continue
			}
			ref.input = in
			if err := s.find(ctx, client, ref); err != nil {
				return err
			}
		}
	}
	return nil
}

// find looks one name up. Of many rows most name the same as the one before.
func (s *Session) find(ctx context.Context, client any, ref NamedRef) error {
	if known := s.found[ref.Lookup.Noun]; s.many && known.Text == ref.Ref.Text {
		*ref.Ref = known
		return nil
	}
	err := s.findAnew(ctx, client, ref)
	if err == nil && s.many {
		s.found[ref.Lookup.Noun] = *ref.Ref
	}
	return err
}

func (s *Session) findAnew(ctx context.Context, client any, ref NamedRef) error {
	l, text := ref.Lookup, ref.Ref.Text
	entries, err := s.narrowed(ctx, client, l, text)
	if err != nil {
		if l.IsID(text) && rest.Is(err, rest.Credential) {
			ref.Ref.ID = text // the list may be forbidden while the call is not
			return nil
		}
		return err
	}
	matches := match(entries, text)
	nameless := !slices.ContainsFunc(entries, func(e Entry) bool { return e.ID != "" })
	switch {
	case len(matches) == 1 && matches[0].ID == "":
		return &fault.NotFoundError{Flag: ref.input.label(), Noun: "id of " + l.Noun, Text: text, Target: ref.input.arg, Way: "the service's list shows none: give the id itself"}
	case len(matches) == 0 && len(entries) > 0 && nameless && l.IsID(text):
		ref.Ref.ID = text // a list without ids says nothing against it
		return nil
	}
	switch len(matches) {
	case 1:
		ref.Ref.ID, ref.Ref.Label = matches[0].ID, matches[0].label()
		return nil
	case 0:
		missing := &fault.NotFoundError{
			Flag: ref.input.label(), Noun: l.Noun, Text: text, Target: ref.input.arg,
			Candidates: labels(entries), Close: suggest.Nearest(text, names(entries)),
		}
		if len(entries) == 0 {
			missing.Way = "there are no " + l.Noun + "s"
		}
		return missing
	}
	return &fault.AmbiguousError{Flag: ref.input.label(), Noun: l.Noun, Text: text, Candidates: Each(matches, Entry.told)}
}

// narrowed are the candidates; of a long list that many rows look into only
// those that text can mean, or all where it can mean none.
func (s *Session) narrowed(ctx context.Context, client any, l *Lookup, text string) ([]Entry, error) {
	entries, err := s.candidates(ctx, client, l, text)
	if err != nil || !s.many {
		return entries, err
	}
	if s.words[l.Noun] == nil {
		s.words[l.Noun] = wordsOf(entries)
	}
	places := s.words[l.Noun][strings.ToLower(text)]
	if len(places) == 0 {
		return entries, nil
	}
	if len(places) == 1 {
		return entries[places[0]:][:1:1], nil
	}
	return Each(places, func(at int) Entry { return entries[at] }), nil
}

// wordsOf says which entries a word can mean.
func wordsOf(entries []Entry) map[string][]int {
	words := make(map[string][]int, 2*len(entries))
	for i, e := range entries {
		for _, word := range append([]string{e.ID}, e.Names...) {
			word = strings.ToLower(word)
			if known := words[word]; len(known) == 0 || known[len(known)-1] != i {
				words[word] = append(known, i)
			}
		}
	}
	return words
}

// candidates asks the service for text, and reads the whole list when that
// finds nothing: a search may be exact where people are not.
func (s *Session) candidates(ctx context.Context, client any, l *Lookup, text string) ([]Entry, error) {
	if l.find != nil && !s.many {
		entries, err := collect(l.find(ctx, client, text))
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return nil, err
		}
		if len(match(entries, text)) > 0 {
			return entries, nil
		}
	}
	return s.index(ctx, client, l)
}

// index is the whole list, read once a run.
func (s *Session) index(ctx context.Context, client any, l *Lookup) ([]Entry, error) {
	if entries, ok := s.indexes[l.Noun]; ok {
		return entries, nil
	}
	entries, err := collect(l.index(ctx, client))
	if err == nil {
		s.indexes[l.Noun] = entries
	}
	return entries, err
}

func collect(entries iter.Seq2[Entry, error]) ([]Entry, error) {
	var all []Entry
	for entry, err := range entries {
		if err != nil {
			return nil, err
		}
		all = append(all, entry)
	}
	return all, nil
}

// match prefers the id, then the exact name, then the name in another case.
func match(entries []Entry, text string) []Entry {
	for _, same := range []func(Entry) bool{
		func(e Entry) bool { return e.ID == text },
		func(e Entry) bool { return slices.Contains(e.Names, text) },
		func(e Entry) bool {
			return slices.ContainsFunc(e.Names, func(n string) bool { return strings.EqualFold(n, text) })
		},
	} {
		var found []Entry
		for _, e := range entries {
			if same(e) {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// names are all words that would have been taken.
func names(entries []Entry) []string {
	var words []string
	for _, e := range entries {
		words = append(words, e.Names...)
	}
	return words
}

func labels(entries []Entry) []string {
	words := make([]string, 0, len(entries))
	for _, e := range entries {
		if !slices.Contains(words, e.label()) { // two may share a name
			words = append(words, e.label())
		}
	}
	return words
}
