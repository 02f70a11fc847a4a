package input

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
)

const (
	koeln    = "Werk K\u00f6ln"
	koelnNFD = "Werk Ko\u0308ln"
)

// crowd are people who are easily confused: 4 has taken the address of 3 for a
// name, 5 the id of 1, 6 a name that has the form of an id.
func crowd(addressed bool) *Lookup {
	isID := func(text string) bool { return len(text) == 1 || text == "Installateur" }
	l := LookupIn("person", isID, func(context.Context, int) iter.Seq2[session.Entry, error] {
		return Entries(session.Items([]session.Entry{
			{ID: "1", Addresses: []string{"Max@example.com"}, Names: []string{"Max Weber"}},
			{ID: "2", Addresses: []string{"max@example.com"}, Names: []string{"Max Winter"}},
			{ID: "3", Addresses: []string{"Boss@Example.com"}, Names: []string{"Ida"}},
			{ID: "4", Addresses: []string{"mallory@example.com"}, Names: []string{"boss@example.com"}},
			{ID: "5", Names: []string{"9"}},
			{ID: "6", Names: []string{"Installateur"}},
			{ID: "7", Names: []string{koeln}},
			{ID: "8", Names: []string{"ops@night"}},
		}, nil), func(e session.Entry) session.Entry { return e })
	})
	if addressed {
		l.Addressed()
	}
	return l
}

func TestWhoIsMeant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text                   string
		read, granted, changed string // the id; "?" = somebody is asked about, "" = not found, "!" = ambiguous
	}{
		"an id":                           {"3", "3", "3", "3"},
		"a name with the form of an id":   {"Installateur", "6", "6", "?"},
		"a name that could be an id":      {"9", "5", "5", "?"},
		"said to be an id":                {"id:9", "?", "?", "?"},
		"an id, outright":                 {"id:1", "1", "1", "1"},
		"a name, outright":                {"name:9", "5", "5", "5"},
		"an address":                      {"Max@example.com", "1", "1", "1"},
		"an address in another case":      {"max@example.com", "2", "2", "2"},
		"an address in a case of no one":  {"MAX@example.com", "!", "?", "?"},
		"an address that is a name too":   {"boss@example.com", "3", "?", "?"},
		"a name like an address":          {"name:boss@example.com", "4", "4", "4"},
		"an address is no name":           {"name:Max@example.com", "?", "?", "?"},
		"a name":                          {"Ida", "3", "3", "3"},
		"a name in another case":          {"ida", "3", "?", "?"},
		"a name in another normal form":   {koelnNFD, "7", "?", "?"},
		"a name as it is":                 {koeln, "7", "7", "7"},
		"a beginning":                     {"Max", "", "", ""},
		"nobody":                          {"Zoe", "", "", ""},
		"a colon in a name means nothing": {"plant:1", "", "", ""},
		"nothing behind the colon":        {"id:", "", "", ""},
	} {
		for use, want := range map[string]string{"read": c.read, "granted": c.granted, "changed": c.changed} {
			for _, many := range []bool{false, true} {
				ref := Ref{Text: c.text}
				in := Arg("person", &ref, ParseRef).Find(crowd(true))
				switch use {
				case "changed":
					in.Strict()
				case "granted":
					in.Exact()
				}
				f := NewFinder()
				f.Many = many
				err := f.Resolve(t.Context(), 0, Inputs{in})
				missing, notFound := errors.AsType[*fault.NotFoundError](err)
				got := ref.ID
				switch {
				case notFound && missing.Alike:
					got = "?"
					if !strings.HasPrefix(missing.Way, "did you mean id:") || missing.ExitCode() != fault.ExitNotFound {
						t.Errorf("%s, %s: %q, exit %d", name, use, missing.Way, missing.ExitCode())
					}
				case fault.Is[*fault.AmbiguousError](err):
					got = "!"
				case err != nil && !notFound:
					t.Error(err)
				}
				if got != want {
					t.Errorf("%s, %s, of many %t: got %q, want %q (%v)", name, use, many, got, want, err)
				}
			}
		}
	}
}

// Where a noun has no addresses, nobody is hurt by a name that looks like one.
func TestNamesWithAnAtSign(t *testing.T) {
	t.Parallel()
	for addressed, want := range map[bool]string{true: "", false: "8"} {
		ref := Ref{Text: "ops@night"}
		err := NewFinder().Resolve(t.Context(), 0, Inputs{Arg("x", &ref, ParseRef).Find(crowd(addressed)).Strict()})
		if ref.ID != want {
			t.Errorf("addresses %t: found %q, %v", addressed, ref.ID, err)
		}
	}
}

// Of many rows the last word is kept; not from one that may be found loosely for
// one that may not.
func TestWhatWasFoundLooselyIsNotKeptForAChange(t *testing.T) {
	t.Parallel()
	f := NewFinder()
	f.Many = true
	read, changed := Ref{Text: "ida"}, Ref{Text: "ida"}
	l := crowd(true)
	if err := f.Resolve(t.Context(), 0, Inputs{Flag("read", &read, ParseRef, "").Find(l)}); err != nil || read.ID != "3" {
		t.Fatal(read, err)
	}
	err := f.Resolve(t.Context(), 0, Inputs{Flag("changed", &changed, ParseRef, "").Find(l).Strict()})
	missing, ok := errors.AsType[*fault.NotFoundError](err)
	if !ok || changed.ID != "" || missing.ExitCode() != fault.ExitUsage {
		t.Errorf("found %+v, %v", changed, err)
	}
}
