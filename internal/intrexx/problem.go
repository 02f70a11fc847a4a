package intrexx

import (
	"bytes"
	"encoding/json"
	"html"

	"unictl/internal/rest"
)

// said is what an error body in JSON says: the first of message, error, detail,
// title and errorMessage that has words, also one object deep, as in
// {"error":{"message":…}} (§1.5). "" = nothing; a text that is no JSON is the
// HTTP layer's to show.
func said(body []byte) string {
	members := membersOf(body)
	for _, name := range wordNames() {
		for _, m := range members {
			if m.key != name {
				continue
			}
			if text := words(m.value); text != "" {
				return text
			}
		}
	}
	return ""
}

func wordNames() []string {
	return []string{"message", "error", "detail", "title", "errorMessage"}
}

// words is a JSON string, or those of the object's own members.
func words(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return rest.Line(text)
	}
	inner := membersOf(raw)
	for _, name := range wordNames() {
		for _, m := range inner {
			if m.key == name && json.Unmarshal(m.value, &text) == nil && rest.Line(text) != "" {
				return rest.Line(text)
			}
		}
	}
	return ""
}

// pageTitle is the title of a web page in one line, "" when it has none.
func pageTitle(page []byte) string {
	start := page[:min(len(page), 4<<10)]
	for _, tag := range []string{"title", "TITLE"} {
		_, after, found := bytes.Cut(start, []byte("<"+tag+">"))
		title, _, closed := bytes.Cut(after, []byte("</"+tag+">"))
		if found && closed {
			return rest.Line(html.UnescapeString(string(title)))
		}
	}
	return ""
}
