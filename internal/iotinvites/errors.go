package iotinvites

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"unictl/internal/rest"
)

// Codes of errors that callers tell apart: the service's own numbers (§6).
const (
	codeUserNotFound = "2404"
	CodeInvited      = "2420" // or a member already
	CodeLastAdmin    = "3601" // who cannot leave
	CodeNoInvitation = "10404"
)

// errorRules refine errors from the service's own words (§6).
type errorRules struct {
	dashboard string // address of the web pages, for what only they can do
}

// refine is the provider's Failure.
func (rules errorRules) refine(r *rest.Response, e *rest.Error) {
	body, ok := readErrorBody(r.Body)
	if ok && r.Status != http.StatusTooManyRequests { // which has another body
		rest.Expect[errorWire](r, r.Body)
	}
	e.Code = body.code
	if body.message != "" {
		e.Message = rest.Sentence(body.message, body.details)
	}
	for _, detail := range body.details {
		e.Fields = append(e.Fields, rest.Field{Name: property(detail), Message: detail})
	}
	switch {
	case r.Status == http.StatusTooManyRequests:
		limited(r, e)
	case ok && rules.troubled(e):
	case ok:
		rules.apply(body.code, e)
	default:
		rules.plain(r, e)
	}
	if r.Status == http.StatusUnauthorized && e.Hint == "" && strings.HasSuffix(r.URL, "/"+pathToken) {
		e.Hint = "check user name and password: upper and lower case count in both, and some servers answer the same for a locked account or " +
			"an e-mail address that is not confirmed"
	}
}

// troubled reports a 404 that a server without its database gives: a list is
// there always, and so is the user that a token was made for, unless the person
// was deleted (§1, §6). It tells nothing of what is asked for.
func (rules errorRules) troubled(e *rest.Error) bool {
	isList := e.Call == "AccountInvites" || e.Call == "MyInvites" || e.Call == "Members"
	switch {
	case e.Status != http.StatusNotFound:
		return false
	case isList && (e.Code == CodeNoInvitation || e.Code == codeUserNotFound):
		e.Message = "the service could not read its list: it says not found of what is always there"
		e.Hint = "it answers like this when it has lost its database: nothing is known of what the list holds, try again later"
	case (e.Call == "Me" || e.Call == "User") && e.Code == codeUserNotFound:
		e.Message = "the service does not find the user that the token belongs to"
		e.Hint = "either it has lost its database: try again later; or the user was deleted: then sign in as another one"
	default:
		return false
	}
	e.Kind = rest.Temporary
	return true
}

// plain judges a body that is no JSON: text, or a page of HTML (§1).
func (rules errorRules) plain(r *rest.Response, e *rest.Error) {
	text := rest.Line(string(r.Body[:min(len(r.Body), 4<<10)]))
	switch {
	case rules.apply(text, e):
		e.Message = text
	case r.Status == http.StatusNotFound && bytes.HasPrefix(bytes.TrimSpace(r.Body), []byte("<")): // a route that is not there, not a target
		e.Kind = rest.Failed
		e.Hint = "the API is not at this URL, or the server is too new: invitations were taken out in 2023; it is usually found at https://host/v1/api"
	}
}

// apply judges by the service's number, or by one of the plain texts that it is
// known to answer with. Others leave what the status said.
func (rules errorRules) apply(said string, e *rest.Error) (known bool) {
	failed := e.Status >= http.StatusInternalServerError // and says nothing of what is there
	switch said {
	case "2402":
		e.Kind, e.Hint = rest.Credential, "follow the link in the mail that came after registering, then sign in again"
	case "2403":
		e.Kind, e.Hint = rest.Credential, "ten wrong passwords lock an account for 30 seconds, each further ten for longer: "+
			"wait, and check the password before the next try"
	case "15000", "15001":
		e.Kind, e.Hint = rest.Credential, "a refresh token works once and belongs to one access token: sign in again"
	case "13422", "13423":
		e.Kind, e.Message = rest.Credential, "the server asks for a captcha, so invitations cannot be created by program"
		e.Hint = "invite from the dashboard at " + rules.dashboard + ", or have the operators of the server switch captcha off"
	case CodeInvited:
		e.Message = "already invited, or already a member"
		if !failed {
			e.Kind = rest.Conflict
		}
	case CodeLastAdmin:
		e.Kind = rest.Failed
	case codeUserNotFound, CodeNoInvitation, "Invitation not found":
		if !failed {
			e.Kind = rest.NotFound
		}
	case "Not Authorized":
		e.Kind = rest.Credential
	case "SSL Required.":
		e.Kind, e.Hint = rest.Failed, "the server takes https only: write https:// in the URL"
	case "Internal Server Error":
		e.Kind = rest.Temporary
	default:
		return false
	}
	return true
}

// errorBody is an error body in JSON (§6). It says nothing of the HTTP status:
// "status" is 500 on a 401, and "code" is the service's own number.
type errorBody struct {
	code    string   // "" = none
	message string   // "" = none, as from older servers' route guard
	details []string // "errors": what is wrong with the request
}

// errorWire is an error body as the service is known to write it (§6).
type errorWire struct {
	Code    json.Number     `json:"code" sent:"sometimes"`
	Message string          `json:"message" sent:"sometimes"`
	Status  json.Number     `json:"status" sent:"sometimes"`
	Errors  json.RawMessage `json:"errors" sent:"sometimes"`
	_       any             `unread:"business"`
}

// readErrorBody reads an error body key by key, so that one of an unknown shape
// costs no other. ok is false when the body is no JSON object.
func readErrorBody(body []byte) (p errorBody, ok bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members == nil {
		return errorBody{}, false
	}
	const mostDigits = 10
	var number json.Number
	if json.Unmarshal(members["code"], &number) == nil && len(number) <= mostDigits {
		p.code = number.String()
	}
	p.message = words(members["message"])
	if errors := members["errors"]; len(errors) > 0 && string(errors) != "null" {
		p.details = rest.Reasons(errors)
	}
	return p, true
}

// property is the name in a validation text like "property 'email' is
// required.", "" where there is none.
func property(detail string) string {
	_, after, _ := strings.Cut(detail, "property '")
	name, _, closed := strings.Cut(after, "'")
	if !closed {
		return ""
	}
	return name
}

// words is a JSON string as one line, "" for anything else.
func words(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return rest.Line(text)
}

const headerReset = "X-Rate-Limit-Reset"

// limited completes the error of a 429, whose body is unlike all others: no
// code, and the wait in the header X-Rate-Limit-Reset or only in words (§1).
func limited(r *rest.Response, e *rest.Error) {
	e.Kind = rest.Temporary
	if e.RetryAfter == 0 {
		e.RetryAfter = resetIn(r.Header, r.Body)
	}
	if e.RetryAfter > 0 {
		e.Hint = rest.Limit{Name: "calls of " + e.Call}.WayOut(e.RetryAfter)
	}
}

// resetIn is the wait that a 429 names, 0 when it names none or one that cannot
// be: the limits are by the hour.
func resetIn(h http.Header, body []byte) time.Duration {
	if wait := seconds(h.Get(headerReset)); wait > 0 {
		return wait
	}
	var answer struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return 0
	}
	_, after, _ := strings.Cut(answer.Message, "reset in ")
	number, _, _ := strings.Cut(after, " ")
	return seconds(number)
}

func seconds(text string) time.Duration {
	const most = 24 * 60 * 60
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(n > 0 && n <= most) {
		return 0
	}
	return time.Duration(n * float64(time.Second)).Round(time.Second)
}
