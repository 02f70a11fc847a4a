package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// schema is what IXON's file uses of a JSON schema. Another word in it is an
// error: the tables would leave out what it says.
type schema struct {
	Type, Format, Pattern string
	Nullable              bool
	Enum                  []string
	MinLength, MaxLength  json.Number
	Minimum, Maximum      json.Number
	Items                 *schema
	Properties            properties
	Required              []string
	OneOf                 []*schema
	Default               any // of the word "success" in answers alone
}

// UnmarshalJSON refuses what is not known.
func (s *schema) UnmarshalJSON(data []byte) error {
	type plain schema
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode((*plain)(s))
}

type property struct {
	name string
	*schema
}

// properties keep the order of the file.
type properties []property

func (p *properties) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		of := property{name: name.(string), schema: &schema{}}
		if err := dec.Decode(of.schema); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		*p = append(*p, of)
	}
	return nil
}

// definitions are the lines of shapes.txt: each object and each pattern once.
type definitions struct {
	text            strings.Builder
	names, patterns map[string]string // by what they stand for
}

// body is the shape of a request, - for none. A list means one or a list.
func (d *definitions) body(of map[string]content) (string, error) {
	if len(of) == 0 {
		return "-", nil
	}
	for _, c := range of {
		return d.shape(c.Schema)
	}
	return "", nil
}

// answer is the shape of data in the envelope, which is the same everywhere
// (contract section 2).
func (d *definitions) answer(of map[string]content) (string, error) {
	for _, c := range of {
		for _, p := range c.Schema.Properties {
			if p.name == "data" {
				return d.shape(p.schema)
			}
		}
	}
	return "", errors.New("no data in the envelope")
}

// shape writes one type, as Shapes.Of reads it.
func (d *definitions) shape(s *schema) (string, error) {
	text, err := d.plain(s)
	if err != nil {
		return "", err
	}
	if s.Nullable {
		text += "?"
	}
	return text, nil
}

func (d *definitions) plain(s *schema) (string, error) {
	switch {
	case len(s.OneOf) > 0:
		return d.choice(s.OneOf)
	case s.Type == "array":
		item, err := d.shape(s.Items)
		return "[]" + item, err
	case s.Type == "object" && len(s.Properties) == 0:
		return "object", nil
	case s.Type == "object":
		return d.object(s)
	case len(s.Enum) > 0:
		return "{" + strings.Join(s.Enum, ",") + "}", nil
	case s.Type == "boolean":
		return "flag", nil
	case s.Type == "integer":
		return "number" + limits(s.Minimum, s.Maximum), nil
	case s.Type == "":
		return "any", nil
	case s.Type != "string":
		return "", fmt.Errorf("unknown type %s", s.Type)
	}
	word, ok := map[string]string{"": "text", "date-time": "time", "uuid": "uuid", "binary": "file"}[s.Format]
	if !ok {
		return "", fmt.Errorf("unknown format %s", s.Format)
	}
	return word + limits(s.MinLength, s.MaxLength) + d.pattern(s.Pattern), nil
}

func (d *definitions) choice(of []*schema) (string, error) {
	var names []string
	for _, s := range of {
		name, err := d.shape(s)
		if err != nil {
			return "", err
		}
		names = append(names, name)
	}
	return strings.Join(names, "|"), nil
}

func limits(low, high json.Number) string {
	if low == "" && high == "" {
		return ""
	}
	return "(" + low.String() + ".." + high.String() + ")"
}

// object names the definition of an object.
func (d *definitions) object(s *schema) (string, error) {
	line := ""
	for _, p := range s.Properties {
		text, err := d.shape(p.schema)
		if err != nil {
			return "", fmt.Errorf("%s: %w", p.name, err)
		}
		mark := ":"
		if slices.Contains(s.Required, p.name) {
			mark = "*:"
		}
		line += " " + p.name + mark + text
	}
	return d.define("#", line, d.names), nil
}

func (d *definitions) pattern(p string) string {
	if p == "" {
		return ""
	}
	return d.define("~", " "+p, d.patterns)
}

func (d *definitions) define(mark, line string, known map[string]string) string {
	name, ok := known[line]
	if !ok {
		name = fmt.Sprint(mark, len(known)+1)
		known[line] = name
		d.text.WriteString(name + line + "\n")
	}
	return name
}
