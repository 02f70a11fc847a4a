package published

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Request tells what of a body is not as published: "[0].role: is missing".
// A nil body is none. No fault holds a value.
func (s Shapes) Request(o Operation, body []byte) []string {
	switch {
	case o.Request == "" && string(body) != "null" && len(body) > 0:
		return []string{"the operation takes no body"}
	case o.Request == "":
		return nil
	}
	shape := s.Of(o.Request)
	if shape.Kind == File {
		return nil
	}
	return faults(shape, body, true)
}

// Answer tells what of the envelope of a success is not as published:
// "data[0].name: is null". What was not asked for may be missing.
func (s Shapes) Answer(o Operation, envelope []byte) []string {
	e := &Shape{Kind: Object, Fields: []Field{
		{Name: "status", Required: true, Shape: &Shape{Kind: Word, Words: []string{"success"}}},
		{Name: "type", Required: true, Shape: &Shape{Kind: Text}},
		{Name: "data", Required: true, Shape: s.Of(o.Answer)},
		{Name: "moreAfter", Shape: &Shape{Kind: Text, Nullable: true}},
	}}
	return faults(e, envelope, false)
}

func faults(shape *Shape, text []byte, request bool) []string {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return []string{"is no JSON"}
	}
	c := check{request: request}
	c.value("", shape, value)
	return c.faults
}

type check struct {
	request bool
	faults  []string
}

func (c *check) say(at, words string) {
	c.faults = append(c.faults, strings.TrimPrefix(strings.TrimPrefix(at+": "+words, "."), ": "))
}

func (c *check) value(at string, shape *Shape, value any) {
	switch v := value.(type) {
	case nil:
		if !shape.Nullable && shape.Kind != Any {
			c.say(at, "is null")
		}
		return
	case []any:
		if shape.Kind == List {
			for i, item := range v {
				c.value(fmt.Sprintf("%s[%d]", at, i), shape.Item, item)
			}
			return
		}
	case map[string]any:
		switch shape.Kind {
		case List: // one may stand for a list of one (contract 2, 5)
			c.value(at, shape.Item, v)
			return
		case Object:
			c.object(at, shape, v)
			return
		}
	case string:
		if slices.Contains([]Kind{Text, Time, UUID, Word}, shape.Kind) {
			c.text(at, shape, v)
			return
		}
	case float64:
		if shape.Kind == Number {
			c.limits(at, shape, v)
			return
		}
	case bool:
		if shape.Kind == Flag {
			return
		}
	}
	switch shape.Kind {
	case Any:
	case Choice:
		c.choice(at, shape, value)
	default:
		c.say(at, fmt.Sprintf("is %s, not %s", jsonType(value), shape.Kind))
	}
}

// object allows everywhere the reference that IXON's own client asks for and
// the file does not have (contract 4).
func (c *check) object(at string, shape *Shape, value map[string]any) {
	for _, f := range shape.Fields {
		v, ok := value[f.Name]
		switch {
		case ok:
			c.value(at+"."+f.Name, f.Shape, v)
		case f.Required && (c.request || at == ""):
			c.say(at+"."+f.Name, "is missing")
		}
	}
	if len(shape.Fields) == 0 {
		return
	}
	for name := range value {
		if shape.Field(name) == nil && (c.request || name != "reference") {
			c.say(at+"."+name, "is not published")
		}
	}
	slices.Sort(c.faults)
}

// choice takes the one that the value says it is, by the word that is all that
// its first member may be; else the one that fits best.
func (c *check) choice(at string, shape *Shape, value any) {
	var best []string
	for i, one := range shape.Choices {
		try := check{request: c.request}
		try.value(at, one, value)
		if one.saysItIs(value) {
			best = try.faults
			break
		}
		if i == 0 || len(try.faults) < len(best) {
			best = try.faults
		}
	}
	c.faults = append(c.faults, best...)
}

func (s *Shape) saysItIs(value any) bool {
	object, ok := value.(map[string]any)
	if !ok || len(s.Fields) == 0 || s.Fields[0].Kind != Word {
		return false
	}
	word, ok := object[s.Fields[0].Name].(string)
	return ok && slices.Contains(s.Fields[0].Words, word)
}

func (c *check) text(at string, shape *Shape, v string) {
	c.limits(at, shape, float64(utf8.RuneCountInString(v)))
	switch {
	case shape.Kind == Word && !slices.Contains(shape.Words, v):
		c.say(at, "is none of "+strings.Join(shape.Words, ", "))
	case shape.Kind == Time && !isTime(v):
		c.say(at, "is no time of RFC 3339")
	case shape.Pattern != nil && !shape.Pattern.MatchString(v):
		c.say(at, "is not like "+shape.Pattern.String())
	}
}

func (c *check) limits(at string, shape *Shape, n float64) {
	if shape.Low != nil && n < *shape.Low || shape.High != nil && n > *shape.High {
		c.say(at, "is too short, too long, or out of range")
	}
}

func isTime(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

func jsonType(value any) string {
	switch value.(type) {
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	case string:
		return "text"
	case float64:
		return "a number"
	default:
		return "a flag"
	}
}
