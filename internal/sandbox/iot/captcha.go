package iot

import "fmt"

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
