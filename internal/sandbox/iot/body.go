package iot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"sort"
)

// parseBody reads a JSON or form body. One of another kind is ignored, as if
// nothing had been sent; JSON that is no object or array is broken.
func parseBody(contentType string, raw []byte) (any, error) {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	switch kind {
	case "application/json":
		if first := bytes.TrimSpace(raw)[0]; first != '{' && first != '[' {
			return nil, errors.New("neither an object nor an array")
		}
		var body any
		err := json.Unmarshal(raw, &body)
		return body, err
	case "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(raw))
		body := map[string]any{}
		for name := range values {
			body[name] = values.Get(name)
		}
		return body, err
	}
	return nil, nil
}

// field is a property that a body may have.
type field struct {
	name, kind string // kind: "string", "boolean", "object"
	optional   bool
}

// check holds the body against a schema that allows nothing else. ok is false
// when refused is to be answered.
func (c *call) check(fields ...field) (body map[string]any, refused answer, ok bool) {
	var complaints []string
	body, isObject := c.body.(map[string]any)
	if !isObject && c.body != nil {
		complaints = append(complaints, "  is "+kindOf(c.body)+" when it should be an object")
	}
	known := map[string]bool{}
	for _, f := range fields {
		known[f.name] = true
		value, given := body[f.name]
		switch {
		case !given && !f.optional:
			complaints = append(complaints, " property '"+f.name+"' is required.")
		case given && kindOf(value) != article(f.kind):
			complaints = append(complaints, " property '"+f.name+"'  is "+kindOf(value)+" when it should be "+article(f.kind))
		}
	}
	complaints = append(complaints, unknown(body, known)...)
	if len(complaints) > 0 {
		return nil, asJSON(400, refusal{Code: 400, Message: msgInvalid, Errors: complaints}), false
	}
	return body, answer{}, true
}

func unknown(body map[string]any, known map[string]bool) []string {
	var complaints []string
	for name := range body {
		if !known[name] {
			complaints = append(complaints, " property '"+name+"'  is not explicitly defined and therefore not allowed")
		}
	}
	sort.Strings(complaints)
	return complaints
}

func kindOf(value any) string {
	switch n := value.(type) {
	case string:
		return article("string")
	case bool:
		return article("boolean")
	case float64:
		if n == float64(int64(n)) {
			return article("integer")
		}
		return article("number")
	case []any:
		return article("array")
	case nil:
		return "null"
	}
	return article("object")
}

func article(kind string) string {
	switch kind {
	case "integer", "array", "object":
		return "an " + kind
	}
	return "a " + kind
}

// Captcha says how dialect J protects what creates people and invitations
// (contract §4.3).
type Captcha string

const (
	CaptchaOff     Captcha = ""
	CaptchaOn      Captcha = "on"      // asks Google, where nobody answers any more
	CaptchaRefused Captcha = "refused" // every response is a wrong one
)

// ParseCaptcha reads on or refused.
func ParseCaptcha(text string) (Captcha, error) {
	switch c := Captcha(text); c {
	case CaptchaOn, CaptchaRefused:
		return c, nil
	}
	return CaptchaOff, fmt.Errorf("unknown captcha %q: known are on (there is nobody to check it) and refused", text)
}

func (c *call) guardedByCaptcha() bool {
	return c.facts.Dialect == DialectJ && c.s.captcha != CaptchaOff
}

// withCaptcha allows the two properties of an answered captcha.
func (c *call) withCaptcha(fields ...field) []field {
	if !c.guardedByCaptcha() {
		return fields
	}
	return append(fields, field{name: "challenge", kind: "string", optional: true},
		field{name: "response", kind: "string", optional: true})
}

// human reports whether the captcha lets a request pass.
func (c *call) human(body map[string]any) (refused answer, ok bool) {
	challenge, _ := body["challenge"].(string)
	response, _ := body["response"].(string)
	switch {
	case !c.guardedByCaptcha():
		return answer{}, true
	case challenge == "" || response == "":
		return refuse(422, 13423, "Missing 'challenge' and 'response' fields"), false
	case c.s.captcha == CaptchaRefused:
		return refuse(422, 13422, "Invalid captcha"), false
	}
	return broken(), false
}
