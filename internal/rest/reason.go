package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/document"
	"unictl/internal/line"
)

const (
	maxReason  = 64 << 10 // of a refusal that is looked into, and carried on for machines
	mostSaid   = 5        // reasons in one sentence
	reasonDeep = 4
)

// Members of the refusals of services and of the frameworks below them: what is
// complained of, in which words, and where more of it stands.
var (
	reasonPlaces = []string{"propertyName", "field", "property", "param", "path", "location", "name", "pointer"}
	reasonWords  = []string{"message", "msg", "error", "detail", "title", "errorMessage", "error_description", "defaultMessage", "description", "reason"}
	reasonLists  = []string{"errors", "details", "object", "violations", "fieldErrors", "error", "data", "fault"}
)

// Reason is what a refusal in JSON says for itself, in one line: the words in
// whatever members and lists they stand, or the document as it is where no
// member is known. "" = it has no words.
func Reason(body []byte) string {
	if len(body) > maxReason || !json.Valid(body) {
		return ""
	}
	if said := reason(body, reasonDeep); said != "" {
		return Line(said)
	}
	if body = bytes.TrimSpace(body); body[0] == '{' && worded(body) {
		return clipped(line.Fold(string(document.Mask(body))), 120)
	}
	return ""
}

// Reasons are the words of each element of a list; of anything else, its own. A
// document without known members says nothing here: the details have it.
func Reasons(raw []byte) (all []string) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	for _, element := range list {
		if said := reason(element, reasonDeep); said != "" && len(raw) <= maxReason {
			all = append(all, Line(said))
		}
	}
	return all
}

// Sentence is what is said first, and the reasons behind it: the first five.
func Sentence(first string, reasons []string) string {
	reasons = slices.DeleteFunc(slices.Clone(reasons), func(said string) bool { return said == "" || said == first })
	if more := len(reasons) - mostSaid; more > 0 {
		reasons = append(reasons[:mostSaid], fmt.Sprintf("and %d more", more))
	}
	rest := strings.Join(reasons, "; ")
	if first == "" || rest == "" {
		return first + rest
	}
	return first + ": " + rest
}

func reason(raw []byte, deep int) string {
	var text string
	var list []json.RawMessage
	var members map[string]json.RawMessage
	switch {
	case deep == 0:
	case json.Unmarshal(raw, &text) == nil:
		return Line(text)
	case json.Unmarshal(raw, &list) == nil:
		var all []string
		for _, element := range list {
			all = append(all, reason(element, deep-1))
		}
		return Sentence("", all)
	case json.Unmarshal(raw, &members) == nil:
		return reasonOf(members, deep)
	default: // a number, true or false
		return Line(string(raw))
	}
	return ""
}

func reasonOf(members map[string]json.RawMessage, deep int) string {
	words := func(names []string) string {
		for _, name := range names {
			var text string
			if json.Unmarshal(members[name], &text) == nil && Line(text) != "" {
				return Line(text)
			}
		}
		return ""
	}
	said := words(reasonWords)
	var more []string
	for _, name := range reasonLists {
		if value := bytes.TrimSpace(members[name]); len(value) > 0 && (value[0] == '[' || value[0] == '{' || said == "" && value[0] == '"') {
			more = append(more, reason(value, deep-1))
		}
	}
	if said = Sentence(said, more); said == "" {
		return ""
	}
	if place := words(reasonPlaces); place != "" && place != said {
		return place + ": " + said
	}
	return said
}

// worded reports a document with a text in it: one of numbers alone says nothing
// to a person.
func worded(object []byte) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return false
	}
	for _, value := range members {
		if value[0] == '"' && len(value) > 2 || (value[0] == '[' || value[0] == '{') && len(value) > 2 {
			return true
		}
	}
	return false
}

// details is a refusal as it came, for machines: JSON without what stands under
// the names of secrets, any other as a text of at most 64 KiB. nil = it is empty.
func (c *Client) details(body []byte) json.RawMessage {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return nil
	}
	if len(body) <= maxReason && bounded(body) == nil && json.Valid(body) {
		if masked := []byte(c.secrets.Mask(string(document.Mask(body)))); json.Valid(masked) {
			return masked
		}
	}
	cut := body[:min(len(body), maxReason)]
	text := c.secrets.MaskForeign(string(cut))
	if len(cut) < len(body) { // half a secret at the cut would slip through the mask
		text = text[:max(len(text)-c.secrets.longestValue(), 0)] + "…"
	}
	quoted, _ := Body(strings.ToValidUTF8(text, "\uFFFD")) // a text always marshals
	return quoted
}

// statusMessage is the status in words, with what the body says for itself: where
// it is no JSON its beginning, which often names the proxy that answered instead
// of the service.
func (c *Client) statusMessage(r *Response) string {
	words := http.StatusText(r.Status)
	if words == "" {
		words = "the service refused"
	}
	if !looksLikeJSON(r.Body) {
		if text := c.excerpt(r.Body); text != "" {
			return fmt.Sprintf("%s: %q", words, text)
		}
		return words
	}
	if !json.Valid(r.Body) || len(r.Body) > maxReason {
		return fmt.Sprintf("%s: %q", words, c.excerpt(r.Body))
	}
	if said := Reason(r.Body); said != "" && said != words {
		return words + ": " + said
	}
	return words
}
