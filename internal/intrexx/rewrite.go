package intrexx

import (
	"encoding/json"
	"fmt"
	"strings"

	"unictl/internal/rest"
)

// FlipBoolean makes the body of a change from what a read shows when the only
// thing known is that it is one boolean (§5): doc with its one boolean set to
// to, everything else kept to the byte. was is the boolean that stood there and
// path its place, "" when it is the whole document. No boolean or several are a
// *rest.Error of kind Failed that lists what was found.
func FlipBoolean(doc json.RawMessage, to bool) (flipped json.RawMessage, was bool, path string, err error) {
	l, err := sole(doc, "boolean", func(l leaf) bool { _, is := l.value.(bool); return is })
	if err != nil {
		return nil, false, "", err
	}
	was, _ = l.value.(bool)
	return replaced(doc, l, to), was, l.path, nil
}

// SoleText is the same for a document whose one text is the value to change:
// path is its place. Errors name places, never the texts, which may be secret.
func SoleText(doc json.RawMessage, value string) (changed json.RawMessage, path string, err error) {
	l, err := sole(doc, "text", func(l leaf) bool { _, is := l.value.(string); return is })
	if err != nil {
		return nil, "", err
	}
	return replaced(doc, l, value), l.path, nil
}

// sole is the only leaf of a kind.
func sole(doc json.RawMessage, kind string, wanted func(leaf) bool) (leaf, error) {
	leaves, err := leavesOf(doc)
	if err != nil {
		return leaf{}, unlike("the answer is not JSON, and one " + kind + " in it was due")
	}
	var found []leaf
	for _, l := range leaves {
		if wanted(l) {
			found = append(found, l)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return leaf{}, unlike(fmt.Sprintf("no %s is in the answer, where one was due; it has %s", kind, places(leaves)))
	}
	return leaf{}, unlike(fmt.Sprintf("%d values of the kind %s are in the answer, where one was due: %s", len(found), kind, places(found)))
}

func unlike(message string) *rest.Error {
	return &rest.Error{
		Kind: rest.Failed, Provider: providerName, Message: message,
		Hint: "the shape of this document is not public: look at it, and send a body of your own as the server's Swagger page has it",
	}
}

// places names leaves by where they stand.
func places(leaves []leaf) string {
	const most = 10
	var names []string
	for i, l := range leaves {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(leaves)-most))
			break
		}
		name := l.path
		if name == "" {
			name = "the whole document"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// replaced is doc with another value in the place of a leaf.
func replaced(doc json.RawMessage, l leaf, value any) json.RawMessage {
	changed := make(json.RawMessage, 0, len(doc))
	changed = append(changed, doc[:l.start]...)
	changed = append(changed, encode(value)...)
	return append(changed, doc[l.end:]...)
}
