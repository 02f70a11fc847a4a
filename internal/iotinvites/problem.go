package iotinvites

import (
	"encoding/json"
	"strings"

	"unictl/internal/rest"
)

// problem is an error body in JSON (§6). It says nothing of the HTTP status:
// "status" is 500 on a 401, and "code" is the service's own number.
type problem struct {
	code    string   // "" = none
	message string   // "" = none, as from older servers' route guard
	details []string // "errors": what is wrong with the request
}

// readProblem reads an error body key by key, so that one of an unknown shape
// costs no other. ok is false when the body is no JSON object.
func readProblem(body []byte) (p problem, ok bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members == nil {
		return problem{}, false
	}
	const mostDigits = 10
	var number json.Number
	if json.Unmarshal(members["code"], &number) == nil && len(number) <= mostDigits {
		p.code = number.String()
	}
	p.message = words(members["message"])
	var list []json.RawMessage
	if json.Unmarshal(members["errors"], &list) == nil {
		for _, raw := range list {
			if detail := words(raw); detail != "" {
				p.details = append(p.details, detail)
			}
		}
	}
	return p, true
}

// sentence is message and details in one line; the status alone speaks for
// details without a message.
func (p problem) sentence() string {
	const most = 5
	shown := p.details
	if len(shown) > most {
		shown = append(shown[:most:most], "…")
	}
	if len(shown) == 0 {
		return p.message
	}
	return p.message + ": " + strings.Join(shown, "; ")
}

// property is the name in a validation text like "property 'email' is
// required.", "" where there is none.
func property(detail string) string {
	_, after, _ := strings.Cut(detail, "property '")
	name, _, closed := strings.Cut(after, "'")
	if !closed {
		return ""
	}
	return name
}

// words is a JSON string as one line, "" for anything else.
func words(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return rest.Line(text)
}
