package rows

import (
	"bytes"
	"encoding/json"
)

// decode gathers the cells of one object. The text is valid JSON.
func (o *object) decode(text []byte) error {
	o.begin()
	c := cursor{text: text}
	if what := c.kind(); what != "an object" {
		return &Fault{Message: "is " + what + " and not an object", Hint: `a row names its columns: {"column": "value"}`}
	}
	c.at++
	for c.space() != '}' {
		if c.text[c.at] == ',' {
			c.at++
			c.space()
		}
		if fault := o.member(&c); fault != nil {
			return fault
		}
	}
	return nil
}

func (o *object) member(c *cursor) *Fault {
	key := c.key()
	c.space()
	c.at++ // colon
	c.space()
	if o.remark(key) {
		c.skip()
		return nil
	}
	cell, fault := o.column(key)
	if fault != nil {
		return fault
	}
	switch c.text[c.at] {
	case '{':
		return cell.nested(0, "an object")
	case '[':
		c.at++
		return c.list(cell)
	}
	return cell.value(c.scalar())
}

func (c *cursor) list(cell *Cell) *Fault {
	cell.List = true
	for c.space() != ']' {
		if c.text[c.at] == ',' {
			c.at++
			c.space()
		}
		if what := c.kind(); what == "an object" || what == "a list" {
			return cell.nested(len(cell.Values)+1, what)
		}
		if fault := cell.entry(c.scalar()); fault != nil {
			return fault
		}
	}
	c.at++
	return nil
}

// cursor walks over valid JSON.
type cursor struct {
	text []byte
	at   int
}

// space steps over white space and gives the byte there.
func (c *cursor) space() byte {
	for {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\r', '\n':
			c.at++
		default:
			return b
		}
	}
}

// kind names what begins here.
func (c *cursor) kind() string {
	switch c.space() {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// token steps over a text, number or word and gives it as it stands there.
func (c *cursor) token() []byte {
	from := c.at
	if c.text[from] == '"' {
		for c.at++; c.text[c.at] != '"'; c.at++ {
			if c.text[c.at] == '\\' {
				c.at++
			}
		}
		c.at++
		return c.text[from:c.at]
	}
	for c.at < len(c.text) && bytes.IndexByte([]byte(",]} \t\r\n"), c.text[c.at]) < 0 {
		c.at++
	}
	return c.text[from:c.at]
}

// key is a member's name.
func (c *cursor) key() []byte {
	token := c.token()
	if bytes.IndexByte(token, '\\') >= 0 {
		return []byte(unescape(token))
	}
	return token[1 : len(token)-1]
}

// scalar is a text, or the text of a number or word; null is "".
func (c *cursor) scalar() string {
	token := c.token()
	switch {
	case token[0] == 'n':
		return ""
	case token[0] != '"':
		return string(token)
	case bytes.IndexByte(token, '\\') >= 0:
		return unescape(token)
	}
	return string(token[1 : len(token)-1])
}

// unescape turns a text with escapes into what it means. Halves of surrogate
// pairs become U+FFFD, which no cell may hold; bytes that are not UTF-8 would
// too, so they are kept as they are, to be named.
func unescape(token []byte) string {
	if fault := flaw("", string(token)); fault != nil {
		return string(token)
	}
	var text string
	if err := json.Unmarshal(token, &text); err != nil {
		return string(token) // cannot be: the token is valid
	}
	return text
}

// skip steps over any value.
func (c *cursor) skip() {
	depth := 0
	for {
		switch c.space() {
		case '{', '[':
			depth++
			c.at++
		case '}', ']':
			depth--
			c.at++
		case ',', ':':
			c.at++
		default:
			c.token()
		}
		if depth == 0 {
			return
		}
	}
}
