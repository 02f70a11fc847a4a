package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// jsonPlace says where JSON breaks, as line and column.
func jsonPlace(text []byte, err error) string {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	before := text[:min(int(syntax.Offset), len(text))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Sprintf("line %d, column %d: %s", line, max(column, 1), syntax.Error())
}
