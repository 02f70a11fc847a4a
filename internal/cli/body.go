package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	"unictl/internal/rest"
)

// BodyFlag is --body FILE|-: a whole request body as JSON or YAML, for what has
// no flag of its own. It is read, and its form checked, before anything is sent.
func BodyFlag(target *json.RawMessage) *Input {
	path := ""
	in := &Input{Name: "body", Usage: "request body from `FILE` as JSON or YAML, - for standard input", path: true}
	in.add = func(text string) error { path = text; return nil }
	in.load = func(s *Session) error {
		text, err := s.readBody(path)
		if err == nil {
			*target, err = bodyOf(text)
		}
		return err
	}
	return in
}

// readBody reads standard input only once: two rows may name the same body.
func (s *Session) readBody(path string) ([]byte, error) {
	if path != "-" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, &UsageError{Flag: "--body", Message: cause(err)}
		}
		return text, nil
	}
	if s.stdin == nil {
		text, err := io.ReadAll(s.App.In)
		if err != nil {
			return nil, &UsageError{Flag: "--body", Message: cause(err)}
		}
		s.stdin = &text
	}
	return *s.stdin, nil
}

// bodyOf turns JSON or YAML into JSON; JSON stays as it is, to the byte.
func bodyOf(text []byte) (json.RawMessage, error) {
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		return nil, &UsageError{Flag: "--body", Message: "it is empty"}
	}
	var raw json.RawMessage
	err := json.Unmarshal(trimmed, &raw)
	if err == nil {
		return raw, nil
	}
	if trimmed[0] == '{' || trimmed[0] == '[' {
		return nil, &UsageError{Flag: "--body", Message: "it is not JSON: " + jsonPlace(text, err)}
	}
	var value any
	if err := yaml.Unmarshal(text, &value); err != nil {
		return nil, &UsageError{Flag: "--body", Message: "it is neither JSON nor YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	switch value.(type) {
	case map[string]any, []any:
	default:
		return nil, &UsageError{Flag: "--body", Message: "it is neither a JSON document nor a YAML mapping or list"}
	}
	body, err := rest.Body(value)
	if err != nil {
		return nil, &UsageError{Flag: "--body", Message: "it cannot be written as JSON: " + err.Error()}
	}
	return body, nil
}
