package devotokens

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"unictl/internal/rest"
)

const (
	hintToken   = `the token must be of the type "Credentials API" and its user needs a role with the permission "API Credentials"`
	hintRegion  = "a token of another region is refused as well"
	hintExpired = "the token is wrong, has expired, was disabled or deleted, or belongs to another region"
	hintSigned  = "for this API only tokens are documented, not signed calls; check the API key, its secret and this machine's clock"
	hintGone    = "check the id, and that the account is the right one"
	hintTail    = "where the domain is part of a multitenant, the account needs its tail: domain@multitenant"
)

// errorRule explains the errors of one client.
type errorRule struct {
	settings Settings
	signed   bool // calls are signed, not authorised by a token
	probio   bool // they are those of the Provisioning API
	now      func() time.Time
}

// refine puts the service's own words into an error. The correlation id is
// what Devo's support asks for.
func (rule errorRule) refine(r *rest.Response, e *rest.Error) {
	said, known := readErrorBody(r.Body)
	if e.RequestID == "" {
		e.RequestID = said.cid
	}
	e.Code = said.code
	if said.message != "" {
		e.Message = rest.Sentence(said.message, said.details)
		if said.code != "" && said.code != strconv.Itoa(r.Status) {
			e.Message += " (code " + said.code + ")"
		}
	}
	for _, detail := range said.details {
		e.Fields = append(e.Fields, rest.Field{Message: detail})
	}
	if code, ok := firewallCode(r.Body); ok {
		firewall(e, code)
		return
	}
	if r.Status == http.StatusNotFound && isHTML(r.Body) {
		e.Kind = rest.Failed // the path is missing, not the token
	}
	hint := rule.hint(r.Status, said, known)
	if rule.probio {
		hint = rule.hintProbio(r.Status, said, known)
	}
	if late := rule.clock(r); late != "" {
		hint = strings.TrimSuffix(late+"; "+hint, "; ")
	}
	if hint != "" && (e.Hint == "" || r.Status == http.StatusNotFound) {
		e.Hint = hint
	}
}

// clockSlack is what a clock may be off before it is named. How far off Devo lets
// it be is not public (§2.2).
const clockSlack = time.Minute

// clock tells of a machine whose clock is off, by the Date of a refusal of a
// signed call: the time is part of the signature (§2.2). "" = it is not off, or
// nobody can tell.
func (rule errorRule) clock(r *rest.Response) string {
	if !rule.signed || r.Status < 400 || r.Status >= 500 {
		return ""
	}
	date, err := http.ParseTime(r.Header.Get("Date"))
	if err != nil {
		return ""
	}
	off, way := rule.now().Sub(date), "ahead of"
	if off < 0 {
		off, way = -off, "behind"
	}
	if off < clockSlack {
		return ""
	}
	return "this machine's clock is " + off.Round(time.Second).String() + " " + way + " the server's, whose answer has the Date " +
		date.UTC().Format(time.RFC3339) + ": set the clock, since the time is part of a signature"
}

// firewallCode reads "error code: 1010", which a firewall in front of the
// service was seen to answer in plain text (§3.5).
func firewallCode(body []byte) (string, bool) {
	code, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(string(body))), "error code: ")
	if !ok || len(code) != 4 || strings.Trim(code, "0123456789") != "" {
		return "", false
	}
	return code, true
}

// untouched is a call that the firewall stopped: it never reached the service.
func untouched(r *rest.Response) bool {
	_, stopped := firewallCode(r.Body)
	return stopped
}

func firewall(e *rest.Error, code string) {
	e.Code = code
	e.Message = "the firewall in front of Devo stopped the call (its error " + code + "), not Devo itself"
	switch {
	case code == "1010":
		e.Hint = "it refuses programs by their User-Agent: does a proxy change that header? Otherwise ask Devo to let this program in"
	case e.Hint == "":
		e.Hint = "ask Devo, and name the error and your address"
	}
}

// hint is the way out; known tells that the answer is one of the service's own
// error bodies.
func (rule errorRule) hint(status int, said errorBody, known bool) string {
	var parts []string
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		parts = append(parts, rule.hintRefused(status, said))
	case status == http.StatusNotFound && !known:
		parts = append(parts, "check the region or URL, or try the other path style: --path-style "+otherStyle(rule.settings.PathStyle))
	case status == http.StatusNotFound:
		parts = append(parts, hintGone)
	}
	if status == http.StatusNotFound || status == http.StatusBadRequest {
		if !strings.Contains(rule.settings.Account, "@") {
			parts = append(parts, hintTail)
		}
		if rule.signed {
			parts = append(parts, "a wrong signature may be answered like this: "+hintSigned) // §2.2: seen as 404
		}
	}
	return strings.Join(parts, "; ")
}

// hintRefused tells a token that is not good any more from one that is not
// enough, where the service does (§3.5: code 5). Which of them a 401 means is
// not public.
func (rule errorRule) hintRefused(status int, said errorBody) string {
	message := strings.ToLower(said.message)
	switch {
	case rule.signed:
		return hintSigned
	case said.code == "5", strings.Contains(message, "expired"), strings.Contains(message, "invalid token"), strings.Contains(message, "token invalid"):
		return hintExpired
	case status == http.StatusUnauthorized:
		return hintExpired + "; " + hintToken
	}
	return hintToken + "; " + hintRegion
}

// errorBody is what an error says, in any of the shapes known from this host (§3.5):
// {"error":{"code":…,"message":…}}, {"error":"…","cid":…}, {"msg":…,"status":…,
// "cid":…,"object":[…]} and {"code":…,"msg":…}.
type errorBody struct {
	code    string // the service's own, apart from the HTTP status
	message string
	cid     string
	details []string
}

// readErrorBody is false when the body is none of those shapes.
func readErrorBody(body []byte) (said errorBody, ok bool) {
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		return said, false
	}
	inner := map[string]json.RawMessage{}
	if first(outer["error"]) == '{' && json.Unmarshal(outer["error"], &inner) != nil {
		return said, false
	}
	said.code = firstText(inner["code"], outer["code"])
	said.message = firstText(inner["message"], inner["msg"], outer["error"], outer["msg"], outer["message"])
	said.cid = firstText(outer["cid"], inner["cid"])
	for _, more := range []json.RawMessage{inner["object"], inner["details"], inner["errors"], outer["object"], outer["errors"], outer["details"]} {
		if len(more) > 0 && string(more) != "null" {
			said.details = append(said.details, rest.Reasons(more)...)
		}
	}
	return said, said.message != "" || said.code != ""
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
	said, _ := readErrorBody(body)
	words := rest.Line(said.code + " " + said.message)
	if words == "" {
		return errors.New("the service reports an error and says nothing of it")
	}
	return errors.New("the service reports an error: " + words)
}

func isHTML(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }
