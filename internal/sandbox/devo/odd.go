package devo

import (
	"fmt"
	"slices"
)

// Odd is what is wrong with the oldest token of each account, in lists and in
// the answer about it: real services hold cells that no contract has foreseen.
type Odd string

// odds are the cells by their words.
func odds() map[Odd]field {
	return map[Odd]field{
		"time":  {"expiration", "2030-01-02 03:04:05"}, // neither T nor zone
		"empty": {"expiration", ""},
		"text":  {"active", "true"}, // a string
		"null":  {"id", nil},
	}
}

// ParseOdd reads time, empty, text or null.
func ParseOdd(text string) (Odd, error) {
	if _, known := odds()[Odd(text)]; !known {
		return "", fmt.Errorf("unknown cell %q: known are time, empty, text and null", text)
	}
	return Odd(text), nil
}

// oddOne is the id of the account's odd token, 0 when there is none.
func (c *call) oddOne() int64 {
	if all := c.tokensOf(c.account); c.s.odd != "" && len(all) > 0 {
		return all[0].ID
	}
	return 0
}

// shown is fields, with the cell of the odd token.
func (c *call) shown(t *token, odd int64) []field {
	all := c.fields(t)
	if t.ID == odd {
		cell := odds()[c.s.odd]
		at := slices.IndexFunc(all, func(f field) bool { return f.name == cell.name })
		if at < 0 {
			return append(all, cell)
		}
		all[at] = cell
	}
	return all
}
