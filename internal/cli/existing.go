package cli

import (
	"iter"
	"strings"

	"unictl/internal/rest"
)

// ExistingOf turns a list of the service into what exists.
func ExistingOf[T any](items iter.Seq2[rest.Item[T], error], of func(T) Existing) iter.Seq2[Existing, error] {
	return func(yield func(Existing, error) bool) {
		for item, err := range items {
			if err != nil {
				yield(Existing{}, err)
				return
			}
			if !yield(of(item.Value), nil) {
				return
			}
		}
	}
}

// existingIndex is what was there when it was read.
type existingIndex struct {
	known map[string]Existing
	alike map[string]Existing // by key in lower case, of those that say something
}

// indexed reads all, or as far as the key that is looked for; "" = all.
func indexed(all iter.Seq2[Existing, error], until string) (*existingIndex, error) {
	found := &existingIndex{known: map[string]Existing{}, alike: map[string]Existing{}}
	for one, err := range all {
		if err != nil {
			return nil, err
		}
		if _, twice := found.known[one.Key]; !twice { // the first one counts
			found.known[one.Key] = one
		}
		if one.Alike != "" {
			found.alike[strings.ToLower(one.Key)] = one
		}
		if until != "" && one.Key == until {
			break
		}
	}
	return found, nil
}

// of is what has the key; nil = nothing. alike says what has it in another
// letter case.
func (x *existingIndex) of(key string) (there *Existing, alike string) {
	if other, ok := x.alike[strings.ToLower(key)]; ok && other.Key != key {
		alike = other.Alike
	}
	if one, ok := x.known[key]; ok {
		return &one, alike
	}
	return nil, alike
}
