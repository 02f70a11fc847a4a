package devotokens

import (
	"bytes"
	"encoding/json"
	"errors"
)

// ID names a token in paths. The service's samples show numbers where its
// parameter table says string (§1.2), so both are read.
type ID string

var errOddID = errors.New("an id is neither a number nor a text")

// UnmarshalJSON reads 41, "41" and null, which is no id.
func (id *ID) UnmarshalJSON(data []byte) error {
	switch {
	case bytes.Equal(data, []byte("null")):
		*id = ""
		return nil
	case first(data) == '"':
		return json.Unmarshal(data, (*string)(id))
	case first(data) == '-' || first(data) >= '0' && first(data) <= '9':
		*id = ID(data)
		return nil
	}
	return errOddID
}

func first(data []byte) byte {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 {
		return 0
	}
	return data[0]
}
