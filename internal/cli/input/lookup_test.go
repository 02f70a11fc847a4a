package input

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/session"
	"unictl/internal/parse"
)

// search finds exact texts only, or does not work here.
func search(found map[string]session.Entry, err error) *Lookup {
	all := LookupIn("thing", func(string) bool { return false }, func(context.Context, int) iter.Seq2[session.Entry, error] {
		return Entries(session.Items([]string{"Ada", "Bob"}, nil), func(name string) session.Entry {
			return session.Entry{ID: name[:1], Names: []string{name}}
		})
	})
	return Searching(all, func(_ context.Context, _ int, text string) iter.Seq2[session.Entry, error] {
		return func(yield func(session.Entry, error) bool) {
			if e, ok := found[text]; ok || err != nil {
				yield(e, err)
			}
		}
	})
}

func TestSearching(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lookup *Lookup
		text   string
		want   Ref
		bad    bool
	}{
		"found at the service": {search(map[string]session.Entry{"Zoe": {ID: "9", Names: []string{"Zoe"}}}, nil), "Zoe", Ref{"Zoe", "9", "Zoe"}, false},
		"else in the list":     {search(nil, nil), "ada", Ref{"ada", "A", "Ada"}, false},
		"what came is not it":  {search(map[string]session.Entry{"Ada": {ID: "9", Names: []string{"Adam"}}}, nil), "Ada", Ref{"Ada", "A", "Ada"}, false},
		"the service cannot":   {search(nil, errors.ErrUnsupported), "Bob", Ref{"Bob", "B", "Bob"}, false},
		"the service fails":    {search(nil, errors.New("down")), "Bob", Ref{Text: "Bob"}, true},
		"nowhere":              {search(nil, nil), "Eve", Ref{Text: "Eve"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ref := Ref{Text: c.text}
			err := NewFinder().Resolve(t.Context(), 0, Inputs{Flag("x", &ref, ParseRef, "").Find(c.lookup)})
			if (err != nil) != c.bad {
				t.Error(err)
			}
			if diff := cmp.Diff(c.want, ref); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// pair has two references with lookups of their own.
type pair struct{ A, B Ref }

func (p *pair) Refs() []NamedRef {
	return []NamedRef{{Ref: &p.A, Lookup: search(nil, nil)}, {Ref: &p.B}}
}

func TestReferencesInsideAValue(t *testing.T) {
	t.Parallel()
	pairs := []pair{{Ref{Text: "Ada"}, Ref{Text: "Zoe"}}}
	zoe := search(map[string]session.Entry{"Zoe": {ID: "9", Names: []string{"Zoe"}}}, nil)
	in := FlagList("pair", &pairs, func(string) (pair, error) { return pair{}, nil }, "").Find(zoe)
	if err := NewFinder().Resolve(t.Context(), 0, Inputs{in}); err != nil {
		t.Fatal(err)
	}
	if pairs[0].A.ID != "A" || pairs[0].B.ID != "9" {
		t.Errorf("found %+v", pairs[0])
	}
}

func TestAClientOfAnotherKindIsAnError(t *testing.T) {
	t.Parallel()
	found := search(nil, nil)
	if _, err := collect(found.index(t.Context(), "")); err == nil {
		t.Error("no error of a list")
	}
	if _, err := collect(found.find(t.Context(), "", "Ada")); err == nil {
		t.Error("no error of a search")
	}
}

// Completing from a lookup does not make an input one that is looked up.
func TestCompletionWithoutLookup(t *testing.T) {
	t.Parallel()
	text := ""
	in := Flag("like", &text, parse.Any, "").Complete(search(nil, nil))
	if err := in.Set("Lathe"); err != nil || len(in.refs()) > 0 || in.complete() == nil {
		t.Errorf("refs %v, %v", in.refs(), err)
	}
	if err := NewFinder().Resolve(t.Context(), nil, Inputs{in}); err != nil || text != "Lathe" {
		t.Errorf("%q, %v", text, err)
	}
}
