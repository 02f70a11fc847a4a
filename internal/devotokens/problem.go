package devotokens

import (
	"bytes"
	"encoding/json"
	"errors"

	"unictl/internal/rest"
)

// problem is an error body in any of the shapes known from this host (§3.5):
// {"error":{"code":…,"message":…}}, {"error":"…","cid":…}, {"msg":…,"status":…,
// "cid":…,"object":[…]} and {"code":…,"msg":…}.
type problem struct {
	code    string // the service's own, apart from the HTTP status
	message string
	cid     string
	details []string
}

// readProblem is false when the body is none of those shapes.
func readProblem(body []byte) (p problem, ok bool) {
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		return p, false
	}
	inner := map[string]json.RawMessage{}
	if first(outer["error"]) == '{' && json.Unmarshal(outer["error"], &inner) != nil {
		return p, false
	}
	p.code = firstText(inner["code"], outer["code"])
	p.message = firstText(inner["message"], inner["msg"], outer["error"], outer["msg"], outer["message"])
	p.cid = firstText(outer["cid"], inner["cid"])
	var details []json.RawMessage
	if first(outer["object"]) == '[' && json.Unmarshal(outer["object"], &details) == nil {
		for _, detail := range details {
			if text := firstText(detail); text != "" {
				p.details = append(p.details, text)
			}
		}
	}
	return p, p.message != "" || p.code != ""
}

// firstText is the first of the values that is a text or a number with
// something in it.
func firstText(values ...json.RawMessage) string {
	for _, value := range values {
		var text string
		switch b := first(value); {
		case b == '"' && json.Unmarshal(value, &text) == nil:
		case b == '-' || b >= '0' && b <= '9':
			text = string(value)
		}
		if text = rest.Line(text); text != "" {
			return text
		}
	}
	return ""
}

// reported is the error that a body reports although its status is a success;
// otherwise when it reports none.
func reported(body []byte, otherwise error) error {
	var envelope struct {
		Error json.RawMessage `json:"error"`
	}
	if first(body) != '{' || json.Unmarshal(body, &envelope) != nil {
		return otherwise
	}
	switch string(envelope.Error) {
	case "", "null", "false", `""`:
		return otherwise
	}
	p, _ := readProblem(body)
	words := rest.Line(p.code + " " + p.message)
	if words == "" {
		return errors.New("the service reports an error and says nothing of it")
	}
	return errors.New("the service reports an error: " + words)
}

func isHTML(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }
