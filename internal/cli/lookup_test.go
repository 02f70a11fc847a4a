package cli

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/rest"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code  int
		text  string
		finds []string
	}{
		"id":                {0, "id-press", []string{"out:id-press"}},
		"exact name":        {0, "Lathe", []string{"out:id-lathe"}},
		"other case":        {0, "lATHE", []string{"out:id-lathe"}},
		"exact before case": {0, "press", []string{"out:id-press-2"}},
		"ambiguous":         {2, "PRESS", []string{`err:--like: thing "PRESS" is ambiguous: 2 have this name`, "err:use an id: id-press a thing, id-press-2 a thing"}},
		"misspelt":          {2, "Lahte", []string{`err:--like: thing "Lahte" not found`, `err:did you mean "Lathe"?`}},
		"unknown":           {2, "Excavator", []string{`err:thing "Excavator" not found`, "err:things: Lathe, Press, press"}},
		"empty":             {2, "", []string{"err:--like: a name or id is needed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.want(c.code, "plant list -o name --like="+c.text, c.finds...)
		})
	}
}

func TestLookupOfATarget(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if code := b.run("plant", "get", " Lathe ", "-o", "name"); code != 0 || b.out.String() != "id-lathe\n" {
		t.Errorf("blanks around a name: exit %d, %q", code, b.out.String())
	}
	b.want(5, "plant get Lahte", "err:plant: get Lahte: thing \"Lahte\" not found", `err:did you mean "Lathe"?`)
	b.service.on("GET /things", reply(http.StatusOK, "[]"))
	b.want(5, "plant get Lathe", "err:hint: there are no things")
}

// Who may not list things may still name one by its id.
func TestLookupPassesAnIDThroughWhereTheListIsForbidden(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.service.on("GET /things", reply(http.StatusForbidden, `{"message":"no"}`))
	b.want(0, "plant get id-anything -o name", "out:id-anything")
	b.want(4, "plant get Lathe")
	b.service.on("GET /things", reply(http.StatusInternalServerError, `{}`))
	b.want(7, "plant get id-anything --retries 0")
}

func TestAListIsReadOnceARun(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.want(0, "plant remove Lathe id-press --yes -q")
	lists := slices.DeleteFunc(b.service.calls(), func(call string) bool { return call != "GET /things" })
	if len(lists) != 1 {
		t.Errorf("the list was read %d times", len(lists))
	}
}

// search finds exact texts only, or does not work here.
func search(found map[string]Entry, err error) *Lookup {
	all := LookupIn("thing", func(string) bool { return false }, func(context.Context, *plant) iter.Seq2[Entry, error] {
		return Entries(Items([]thing{{"1", "Ada"}, {"2", "Bob"}}, nil), func(v thing) Entry { return Entry{ID: v.ID, Names: []string{v.Name}} })
	})
	return Searching(all, func(_ context.Context, _ *plant, text string) iter.Seq2[Entry, error] {
		return func(yield func(Entry, error) bool) {
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
		"found at the service": {search(map[string]Entry{"Zoe": {ID: "9", Names: []string{"Zoe"}}}, nil), "Zoe", Ref{"Zoe", "9", "Zoe"}, false},
		"else in the list":     {search(nil, nil), "ada", Ref{"ada", "1", "Ada"}, false},
		"what came is not it":  {search(map[string]Entry{"Ada": {ID: "9", Names: []string{"Adam"}}}, nil), "Ada", Ref{"Ada", "1", "Ada"}, false},
		"the service cannot":   {search(nil, errors.ErrUnsupported), "Bob", Ref{"Bob", "2", "Bob"}, false},
		"the service fails":    {search(nil, errPlain), "Bob", Ref{Text: "Bob"}, true},
		"nowhere":              {search(nil, nil), "Eve", Ref{Text: "Eve"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ref := Ref{Text: c.text}
			s := &Session{indexes: map[string][]Entry{}}
			err := s.resolve(t.Context(), &plant{}, Inputs{Flag("x", &ref, ParseRef, "").Find(c.lookup)})
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
	zoe := search(map[string]Entry{"Zoe": {ID: "9", Names: []string{"Zoe"}}}, nil)
	in := FlagList("pair", &pairs, func(string) (pair, error) { return pair{}, nil }, "").Find(zoe)
	s := &Session{indexes: map[string][]Entry{}}
	if err := s.resolve(t.Context(), &plant{}, Inputs{in}); err != nil {
		t.Fatal(err)
	}
	if pairs[0].A.ID != "1" || pairs[0].B.ID != "9" {
		t.Errorf("found %+v", pairs[0])
	}
}

func TestAClientOfAnotherKindIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := ClientAs[*rest.Client](&plant{}); err == nil {
		t.Error("no error")
	}
	if _, err := collect(things().index(t.Context(), 7)); err == nil {
		t.Error("no error of a lookup")
	}
}
