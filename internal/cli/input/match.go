package input

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/parse"
)

// word is a word that names something, and how it may be taken.
type word struct {
	text, folded string
	kind         string // "id" or "name" where the person says so; "" = as it looks
	exact        exactness
}

// exactness is how exactly a thing has to be named.
type exactness int

const (
	nearly   exactness = iota // for a read: another letter case or normal form will do
	exactly                   // for a value of a change, such as the role that is granted; not by a name that looks like an address
	strictly                  // for what is changed: not by a name that looks like an id either
)

// wordOf reads id:TEXT and name:TEXT; anything else is taken as it looks.
func wordOf(text string, exact exactness) word {
	kind, rest, _ := strings.Cut(text, ":")
	if kind != "id" && kind != "name" || rest == "" {
		kind, rest = "", text
	}
	return word{text: rest, folded: parse.Folded(rest), kind: kind, exact: exact}
}

// idLike reports a word that is said to be an id, or looks like one.
func (w word) idLike(l *Lookup) bool {
	return w.kind == "id" || w.kind == "" && l.IsID(w.text)
}

// taken reports a word that looks like an id or an address, where that counts.
// Somebody may have chosen it for a name, and so stand where another one is meant.
func (w word) taken(l *Lookup) bool {
	address := l.addressed && strings.Contains(w.text, "@") && !strings.ContainsAny(w.text, " \t")
	return w.exact != nearly && address || w.exact == strictly && l.IsID(w.text)
}

// match is what a word means: the id before the address, the address before the
// name, and each exactly before nearly.
func (l *Lookup) match(entries []session.Entry, w word) []session.Entry {
	ids := func(e session.Entry) []string { return []string{e.ID} }
	addresses := func(e session.Entry) []string { return e.Addresses }
	names := func(e session.Entry) []string { return e.Names }
	exact := func(text string) bool { return text == w.text }
	inNFC := func(text string) bool { return norm.NFC.String(text) == norm.NFC.String(w.text) }
	loose := func(text string) bool { return parse.Folded(text) == w.folded }
	for _, level := range [...]struct {
		on    bool
		words func(session.Entry) []string
		same  func(string) bool
	}{
		{w.kind != "name", ids, exact},
		{w.kind == "", addresses, exact},
		{w.kind == "" && w.exact == nearly, addresses, loose},
		{w.kind == "name" || w.kind == "" && !w.taken(l), names, exact},
		{w.kind != "id" && w.exact == nearly, names, inNFC},
		{w.kind != "id" && w.exact == nearly, names, loose},
	} {
		if !level.on {
			continue
		}
		var found []session.Entry
		for _, e := range entries {
			if slices.ContainsFunc(level.words(e), level.same) {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// meant asks about what a word was not taken for: what is called nearly so, or has
// an id or an address of somebody else's for its name. "" = there is none.
func meant(entries []session.Entry, w word) string {
	var all []string
	for _, e := range entries {
		for _, text := range append(e.Words(), e.ID) {
			if parse.Folded(text) != w.folded || e.ID == "" {
				continue
			}
			called := Label(e)
			if text != called && text != e.ID {
				called += ", called " + text
			}
			all = append(all, "id:"+e.ID+" ("+called+")")
			break
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "did you mean " + fault.List(all) + "? It must be named exactly"
}
