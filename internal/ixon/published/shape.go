package published

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
)

//go:embed shapes.txt
var shapes string

// Kind is the kind of value that a shape has.
type Kind string

// The kinds, as they are written in the tables.
const (
	Text   Kind = "text"
	Time   Kind = "time" // text, RFC 3339
	UUID   Kind = "uuid" // text
	File   Kind = "file" // a body that is no JSON
	Number Kind = "number"
	Flag   Kind = "flag"
	Word   Kind = "word" // text, one of Words; written {a,b}
	List   Kind = "list" // of Item; written []item
	Object Kind = "object"
	Choice Kind = "choice" // of Choices; written a|b
	Any    Kind = "any"
)

// Shape is a type of the tables: text(1..255)~2? is text of 1 to 255
// characters after the pattern ~2, which may be null.
type Shape struct {
	Kind      Kind
	Nullable  bool
	Low, High *float64       // of a number, or of the length of a text
	Pattern   *regexp.Regexp // of a text
	Words     []string
	Item      *Shape
	Choices   []*Shape
	Fields    []Field // of an object; none: it may hold anything
}

// Field is a member of an object. Required is said of requests, and of few
// answers: what is not asked for in fields is not answered.
type Field struct {
	Name     string
	Required bool
	*Shape
}

// Field finds a member by its name; nil if there is none.
func (s *Shape) Field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

// Shapes are the objects and patterns that shapes are made of.
type Shapes map[string]*Shape

// ReadShapes reads the whole table, which takes a few milliseconds.
func ReadShapes() Shapes {
	s := Shapes{}
	for line := range strings.Lines(shapes) {
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch name[0] {
		case '~':
			// The lengths that lookaheads hold, which Go does not have, are limited beside it.
			s[name] = &Shape{Pattern: regexp.MustCompile(strings.Replace(text, "(?=.{1,254}$)(?=.{1,64}@)", "", 1))}
		case '#':
			s[name] = s.object(text)
		}
	}
	return s
}

func (s Shapes) object(text string) *Shape {
	o := &Shape{Kind: Object}
	for member := range strings.FieldsSeq(text) {
		name, of, _ := strings.Cut(member, ":")
		name, required := strings.CutSuffix(name, "*")
		o.Fields = append(o.Fields, Field{Name: name, Required: required, Shape: s.Of(of)})
	}
	return o
}

// Of reads the shape of an operation's Request or Answer.
func (s Shapes) Of(text string) *Shape {
	if item, ok := strings.CutPrefix(text, "[]"); ok {
		return &Shape{Kind: List, Item: s.Of(item)}
	}
	if strings.Contains(text, "|") {
		c := &Shape{Kind: Choice}
		for one := range strings.SplitSeq(text, "|") {
			c.Choices = append(c.Choices, s.Of(one))
		}
		return c
	}
	text, nullable := strings.CutSuffix(text, "?")
	shape := s.plain(text)
	shape.Nullable = nullable
	return &shape
}

func (s Shapes) plain(text string) Shape {
	if object := s[text]; object != nil {
		return *object
	}
	if words, ok := strings.CutPrefix(text, "{"); ok {
		return Shape{Kind: Word, Words: strings.Split(strings.TrimSuffix(words, "}"), ",")}
	}
	var shape Shape
	if at := strings.LastIndexByte(text, '~'); at >= 0 {
		shape.Pattern = s[text[at:]].Pattern
		text = text[:at]
	}
	kind, limits, _ := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	low, high, _ := strings.Cut(limits, "..")
	shape.Kind, shape.Low, shape.High = Kind(kind), limit(low), limit(high)
	return shape
}

func limit(text string) *float64 {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return &n
	}
	return nil
}
