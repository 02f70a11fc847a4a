package ixon

import (
	"errors"
	"strconv"
	"strings"
)

// condition is one parsed `filters` parameter: op(column,value,...).
type condition struct {
	op     string
	column []string
	values []literal
}

// literal is a value as written: a quoted string, true, false or a number.
type literal struct {
	kind   kind
	text   string
	flag   bool
	number float64
}

var errFilters = errors.New("malformed filter")

// operators gives the canonical name and how many values each operator takes;
// -1 is one or more (contract §4).
func operator(name string) (op string, values int, known bool) {
	switch name {
	case "eq", "equals":
		return "eq", 1, true
	case "ne", "differs":
		return "ne", 1, true
	case "lt", "less":
		return "lt", 1, true
	case "lte", "lessorequal":
		return "lte", 1, true
	case "gt", "greater":
		return "gt", 1, true
	case "gte", "greaterorequal":
		return "gte", 1, true
	case "contains":
		return "contains", 1, true
	case "between":
		return "between", 2, true
	case "in", "ni":
		return name, -1, true
	case "isnull", "isnotnull":
		return name, 0, true
	}
	return "", 0, false
}

// parseFilter reads one filter expression (contract §4). Inside quotes a
// backslash stands before a quote or a backslash; the service's own rule for
// that is not public.
func parseFilter(expr string) (condition, error) {
	name, rest, found := strings.Cut(strings.TrimSpace(expr), "(")
	op, want, known := operator(strings.TrimSpace(name))
	if !found || !known || !strings.HasSuffix(rest, ")") {
		return condition{}, errFilters
	}
	p := filterParser{in: rest[:len(rest)-1]}
	c := condition{op: op}
	column := p.bare()
	if column == "" {
		return condition{}, errFilters
	}
	c.column = strings.Split(column, ".")
	for _, part := range c.column {
		if !isWord(part) {
			return condition{}, errFilters
		}
	}
	for p.more() {
		value, err := p.literal()
		if err != nil {
			return condition{}, err
		}
		c.values = append(c.values, value)
	}
	if p.pos != len(p.in) || len(c.values) != want && (want >= 0 || len(c.values) == 0) {
		return condition{}, errFilters
	}
	return c, nil
}

func isWord(s string) bool {
	for i := range len(s) {
		if !isWordByte(s[i]) {
			return false
		}
	}
	return s != ""
}

type filterParser struct {
	in  string
	pos int
}

func (p *filterParser) more() bool {
	if p.pos < len(p.in) && p.in[p.pos] == ',' {
		p.pos++
		return true
	}
	return false
}

// bare reads up to the next comma.
func (p *filterParser) bare() string {
	end := strings.IndexByte(p.in[p.pos:], ',')
	if end < 0 {
		end = len(p.in) - p.pos
	}
	word := p.in[p.pos : p.pos+end]
	p.pos += end
	return strings.TrimSpace(word)
}

func (p *filterParser) literal() (literal, error) {
	for p.pos < len(p.in) && p.in[p.pos] == ' ' {
		p.pos++
	}
	if p.pos < len(p.in) && p.in[p.pos] == '"' {
		p.pos++
		return p.quoted()
	}
	switch word := p.bare(); word {
	case "true", "false":
		return literal{kind: kindFlag, flag: word == "true"}, nil
	default:
		if strings.Trim(word, "-0123456789.") != "" {
			return literal{}, errFilters
		}
		n, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return literal{}, errFilters
		}
		return literal{kind: kindNumber, number: n}, nil
	}
}

func (p *filterParser) quoted() (literal, error) {
	var out strings.Builder
	for p.pos < len(p.in) {
		c := p.in[p.pos]
		p.pos++
		switch c {
		case '"':
			for p.pos < len(p.in) && p.in[p.pos] == ' ' {
				p.pos++
			}
			return literal{text: out.String()}, nil
		case '\\':
			if p.pos == len(p.in) || p.in[p.pos] != '"' && p.in[p.pos] != '\\' {
				return literal{}, errFilters
			}
			c = p.in[p.pos]
			p.pos++
		}
		out.WriteByte(c)
	}
	return literal{}, errFilters
}
