package ixon

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"unictl/internal/rest"
)

// problem is one entry of an error envelope (§2). There are no error codes:
// status and words are all there is.
type problem struct {
	Message      string `json:"message"`
	PropertyName string `json:"propertyName"` // header or body property, "" = null
	ListIndex    *int   `json:"listIndex"`    // 0-based item of a list body, nil = null
}

// problems reads an error body; what is not an envelope with entries gives
// none, and the status speaks alone.
func problems(body []byte) []problem {
	var e envelope
	if json.Unmarshal(body, &e) != nil {
		return nil
	}
	var list []problem
	switch first(e.Data) {
	case '[':
		if json.Unmarshal(e.Data, &list) != nil {
			return nil
		}
	case '{':
		list = make([]problem, 1)
		if json.Unmarshal(e.Data, &list[0]) != nil {
			return nil
		}
	}
	kept := list[:0]
	for _, p := range list {
		p.Message, p.PropertyName = rest.Line(p.Message), rest.Line(p.PropertyName)
		if p.Message != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// failure refines an error from the service's own words.
func failure(r *rest.Response, e *rest.Error) {
	list := problems(r.Body)
	for _, p := range list {
		e.Fields = append(e.Fields, rest.Field{Name: p.PropertyName, Index: p.ListIndex, Message: p.Message})
	}
	if len(list) > 0 {
		e.Message = sentence(list)
	}
	if r.Status < http.StatusInternalServerError {
		judge(list, e)
	}
	if e.Hint == "" {
		e.Hint = statusHint(r.Status)
	}
}

func statusHint(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return hintToken
	case http.StatusForbidden:
		return hintRights
	}
	return ""
}

// sentence puts entries the way IXON's own portal does: "row 2: ipAddress:
// Invalid value".
func sentence(list []problem) string {
	const most = 5
	var parts []string
	for i, p := range list {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(list)-most))
			break
		}
		text := said(p.PropertyName, p.Message)
		if p.ListIndex != nil {
			text = fmt.Sprintf("row %d: %s", *p.ListIndex, text)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// firstRow is how sentence begins what it says of the first item.
const firstRow = "row 0: "

// said is a complaint about a property, "" for none.
func said(property, message string) string {
	if property == "" {
		return message
	}
	return property + ": " + message
}
