package input

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"unictl/internal/cli/fault"
	"unictl/internal/cli/session"
	"unictl/internal/rest"
)

// BodyFlag is --body FILE|-: a whole request body as JSON or YAML, for what has
// no flag of its own. It is read, and its form checked, before anything is sent:
// fit says what is wrong with a body that is JSON, nil = any is right.
func BodyFlag(target *json.RawMessage, fit func(json.RawMessage) error) *Input {
	path := ""
	in := &Input{Name: "body", Usage: "request body from `FILE` as JSON or YAML, - for standard input", path: true}
	in.add = func(text string) error { path = text; return nil }
	in.load = func(s *session.Session) error {
		text, err := readBody(s, path)
		if err == nil {
			*target, err = bodyOf(text)
		}
		if err == nil && fit != nil {
			err = Refused("--body", fit(*target))
		}
		return err
	}
	return in
}

// Object refuses a body that is JSON and no object.
func Object(body json.RawMessage) error {
	if kind := bodyKind(body); kind != "an object" {
		return errors.New("it is " + kind + ", and an object is needed, like {\"name\": \"value\"}")
	}
	return nil
}

// Document is Object for a body of which nobody knows the form: a list will do,
// and so will true or false, which may be all that a status is.
func Document(body json.RawMessage) error {
	if kind := bodyKind(body); slices.Contains([]string{"null", "a text", "a number"}, kind) {
		return errors.New("it is " + kind + ", and no document")
	}
	return nil
}

// bodyKind is what JSON is, in words.
func bodyKind(body json.RawMessage) string {
	switch body[0] {
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

// maxBody bounds a body in bytes: it is held in memory.
const maxBody = 64 << 20

// readBody reads the file that --body names.
func readBody(s *session.Session, path string) (text []byte, err error) {
	if path == "-" {
		text, err = s.StandardInput("--body", maxBody)
	} else {
		text, err = session.ReadBounded(path, maxBody)
	}
	if err != nil {
		return nil, &fault.UsageError{Flag: "--body", Message: fault.Cause(err)}
	}
	return text, nil
}

// bodyOf turns JSON or YAML into JSON; JSON stays as it is, to the byte.
func bodyOf(text []byte) (json.RawMessage, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // a byte order mark, as editors on Windows write it
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		return nil, &fault.UsageError{Flag: "--body", Message: "it is empty"}
	}
	var raw json.RawMessage
	err := json.Unmarshal(trimmed, &raw)
	if err == nil {
		return raw, nil
	}
	if trimmed[0] == '{' || trimmed[0] == '[' {
		return nil, &fault.UsageError{Flag: "--body", Message: "it is not JSON: " + jsonPlace(text, err)}
	}
	value, err := yamlValue(text)
	if err != nil {
		return nil, &fault.UsageError{Flag: "--body", Message: "it is neither JSON nor YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	switch value.(type) {
	case map[string]any, []any:
	default:
		return nil, &fault.UsageError{Flag: "--body", Message: "it is neither a JSON document nor a YAML mapping or list"}
	}
	body, err := rest.Body(value)
	if err != nil {
		return nil, &fault.UsageError{Flag: "--body", Message: "it cannot be written as JSON: " + err.Error()}
	}
	return body, nil
}

// yamlValue reads one YAML document. A date stays the text that it is: JSON has
// none.
func yamlValue(text []byte) (value any, err error) {
	var document, more yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(text))
	if err := documents.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) { // comments alone
			err = nil
		}
		return nil, err
	}
	switch err := documents.Decode(&more); {
	case err == nil:
		return nil, errors.New("there is more than one document in it")
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	datesAsText(&document)
	err = document.Decode(&value)
	return value, err
}

func datesAsText(n *yaml.Node) {
	if n.ShortTag() == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, child := range n.Content {
		datesAsText(child)
	}
}

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
