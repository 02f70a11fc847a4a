package devotokens

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// spaced is a list that the service writes as one text with blanks (§2.3,
// §2.4); a JSON list is read as well.
type spaced []string

func (s *spaced) UnmarshalJSON(data []byte) error {
	if first(data) == '[' {
		return json.Unmarshal(data, (*[]string)(s))
	}
	var text string // stays empty for null
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*s = strings.Fields(text)
	return nil
}

// seconds is a number of seconds; nil for null and for what is no number: it
// serves display alone.
type seconds struct{ n *int64 }

func (s *seconds) UnmarshalJSON(data []byte) error {
	s.n = nil
	text := string(bytes.Trim(data, `"`))
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		s.n = &n
	}
	return nil
}
