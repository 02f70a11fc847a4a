package ixon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Refusals whose way out is known to the caller alone: the cause (Err) of a
// *rest.Error.
var (
	ErrNoCompany   = errors.New("no company is set")
	ErrCompany     = errors.New("the service does not take the company")
	ErrNotAssigned = errors.New("the account is not assigned to the company")
	ErrInvited     = errors.New("the address is invited already")
)

// errorEntry is one entry of an error envelope (§2). There are no error codes:
// status and words are all there is.
type errorEntry struct {
	Message      string `json:"message"`
	PropertyName string `json:"propertyName" sent:"sometimes"` // header or body property, "" = null
	ListIndex    *int   `json:"listIndex" sent:"sometimes"`    // 0-based item of a list body, nil = null
}

// errorEntries reads an error body; what is not an envelope with entries gives
// none, and the status speaks alone.
func errorEntries(body []byte) []errorEntry {
	var e envelope
	if json.Unmarshal(body, &e) != nil {
		return nil
	}
	var entries []errorEntry
	switch first(e.Data) {
	case '[':
		list, err := rest.Few(e.Data)
		if err != nil {
			return nil
		}
		for _, raw := range list {
			var entry errorEntry
			if json.Unmarshal(raw, &entry) != nil {
				return nil
			}
			entries = append(entries, entry)
		}
	case '{':
		entries = make([]errorEntry, 1)
		if json.Unmarshal(e.Data, &entries[0]) != nil {
			return nil
		}
	}
	for i := range entries {
		entries[i].Message, entries[i].PropertyName = rest.Line(entries[i].Message), rest.Line(entries[i].PropertyName)
	}
	return slices.DeleteFunc(entries, func(e errorEntry) bool { return e.Message == "" })
}

// expectError tells the witness what an error body is to look like (§2).
func expectError(r *rest.Response) {
	var e envelope
	if json.Unmarshal(r.Body, &e) != nil {
		return
	}
	rest.Expect[envelope](r, r.Body)
	if list, err := rest.Few(e.Data); err == nil {
		for _, entry := range list {
			rest.Expect[errorEntry](r, entry)
		}
	}
}

// failure refines an error from the service's own words.
func failure(r *rest.Response, e *rest.Error) {
	entries := errorEntries(r.Body)
	expectError(r)
	for _, entry := range entries {
		e.Fields = append(e.Fields, rest.Field{Name: entry.PropertyName, Index: entry.ListIndex, Message: entry.Message})
	}
	if len(entries) > 0 {
		e.Message = sentence(entries)
	}
	if r.Status == http.StatusNotFound && len(bytes.TrimSpace(r.Body)) > 0 && !json.Valid(r.Body) {
		e.Kind = rest.Failed // a page or a gateway's text: the path is missing, not the target
	}
	if r.Status < http.StatusInternalServerError {
		ruleOf(entries).apply(e)
	}
	if e.Hint != "" {
		return
	}
	switch r.Status {
	case http.StatusUnauthorized:
		e.Hint = hintToken
	case http.StatusForbidden:
		e.Hint = hintRights
	}
}

// sentence puts entries the way IXON's own portal does: "row 2: ipAddress:
// Invalid value".
func sentence(entries []errorEntry) string {
	const most = 5
	var parts []string
	for i, entry := range entries {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(entries)-most))
			break
		}
		text := said(entry.PropertyName, entry.Message)
		if entry.ListIndex != nil {
			text = fmt.Sprintf("row %d: %s", *entry.ListIndex, text)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// said is what is said of a property, "" for none.
func said(property, message string) string {
	if property == "" {
		return message
	}
	return property + ": " + message
}

// ofOne is for calls whose body is a list of one: their errors say nothing of a
// row, which whoever asked for one thing knows nothing of. Fields keep the
// listIndex that the service sent.
func ofOne[T any](_ context.Context, e *rest.Error) (none T, err error) {
	if slices.ContainsFunc(e.Fields, func(f rest.Field) bool { return f.Index != nil && *f.Index != 0 }) {
		return none, e
	}
	for _, f := range e.Fields {
		text := said(f.Name, f.Message)
		e.Message = strings.ReplaceAll(e.Message, "row 0: "+text, text)
	}
	return none, e
}

// errorRule is what an entry means that holds some words.
type errorRule struct {
	words string // a part of the message as plain gives it, or the name of a header
	kind  rest.Kind
	hint  string
	cause error
}

const (
	hintToken = "the token has expired, or it is a service account's and is used with another Application ID than its own: " +
		"set a fresh token together with its application"
	hintRights = "the account's role does not allow it, or the token in use is limited: to manage users it needs MANAGE_USER and COMPANY_WIDE_ROLE, or COMPANY_ADMIN"
	hintSignIn = "check e-mail address, password and one-time password"
	hintCode   = "give the one-time password that the authenticator shows now: each lasts half a minute"
	hintOTP    = "the account needs its one-time password to sign in; unattended work is better done with a service account's token"
)

// headerRules are for entries about a header of the call, by propertyName.
var headerRules = [...]errorRule{
	{words: headerCredential, kind: rest.Credential, hint: hintToken},
	{words: headerCompany, kind: rest.Credential, cause: ErrCompany},
	{words: headerApplication, kind: rest.Credential, hint: "check the Application ID; a service account's token works with its own alone"},
	{words: headerBranding, hint: "the branding must be the host name of a portal of the company, such as " + DefaultBranding},
}

// messageRules are the known messages of §2.
var messageRules = [...]errorRule{
	{words: "invalid authorization", kind: rest.Credential, hint: hintToken},
	{words: "2fa is required", kind: rest.Credential, hint: "a role of this account demands a second factor: set one up in the portal"},
	{words: "basic authentication failed", kind: rest.Credential, hint: hintSignIn},
	{words: "unknown user", kind: rest.Credential, hint: hintSignIn},
	{words: "not assigned to the requested company", kind: rest.Credential, cause: ErrNotAssigned},
	{words: "login is rate limited", kind: rest.Temporary, hint: "too many sign-ins: wait some minutes, or use a service account's token"},
	{words: "too many tries", kind: rest.Temporary, hint: "wait some minutes before the next try"},
	{words: "already invited", kind: rest.Conflict, cause: ErrInvited},
	{words: "already in use", kind: rest.Conflict},
	{words: "registered to another account", kind: rest.Conflict},
	{words: "not found", kind: rest.NotFound},
}

// whole reports a rule that concerns the call as a whole, whatever header or row
// the entry names.
func (rule errorRule) whole() bool {
	return rule.kind == rest.Credential || rule.kind == rest.Temporary
}

// rule is the zero rule when neither message nor header is known.
func (e errorEntry) rule() (rule errorRule) {
	message := plain(e.Message)
	switch {
	case wantsCode(message):
		return errorRule{kind: rest.Credential, hint: hintOTP}
	case refusesCode(message):
		return errorRule{kind: rest.Credential, hint: hintCode}
	}
	if i := slices.IndexFunc(messageRules[:], func(known errorRule) bool { return strings.Contains(message, known.words) }); i >= 0 {
		rule = messageRules[i]
	}
	if rule.whole() {
		return rule
	}
	if i := slices.IndexFunc(headerRules[:], func(known errorRule) bool { return strings.EqualFold(e.PropertyName, known.words) }); i >= 0 {
		return headerRules[i]
	}
	return rule
}

// ruleOf is the first rule that concerns the whole call, otherwise that of all
// entries only if they agree: one existing address among wrong ones is no
// conflict of the call.
func ruleOf(entries []errorEntry) (first errorRule) {
	agree := true
	for i, entry := range entries {
		rule := entry.rule()
		if rule.whole() {
			return rule
		}
		if i == 0 {
			first = rule
		}
		agree = agree && rule.kind == first.kind
	}
	if !agree {
		return errorRule{}
	}
	return first
}

// apply leaves what the status said where the words say nothing; 429 stays the
// temporary block that it is.
func (rule errorRule) apply(e *rest.Error) {
	if e.Status == http.StatusTooManyRequests && rule.kind != rest.Temporary {
		return
	}
	if rule.kind != rest.Failed {
		e.Kind = rule.kind
	}
	if rule.hint != "" {
		e.Hint = rule.hint
	}
	if rule.cause != nil {
		e.Err = rule.cause
	}
}

// NeedsCode reports that the service wants a one-time password for a sign-in
// that was tried without one (§2, §3.1): ask for it and sign in again. "2FA is
// required" is none of these: a role demands a second factor of an account
// that has none.
func NeedsCode(err error) bool { return saying(err, wantsCode) }

// WrongCode reports that the one-time password or backup code of a sign-in was
// wrong, or right too late (§2): ask for the one of now.
func WrongCode(err error) bool { return saying(err, refusesCode) }

func wantsCode(text string) bool { return codeNamed(text) && strings.Contains(text, "required") }

func refusesCode(text string) bool {
	return codeNamed(text) && containsAny(text, "incorrect", "invalid", "wrong", "expired")
}

func codeNamed(text string) bool {
	return containsAny(text, "two factor", "one time password", "one time code", "backup code")
}

// saying looks at what the service said: each entry by itself, or the whole
// where the answer was no proper envelope.
func saying(err error, is func(string) bool) bool {
	e, ok := errors.AsType[*rest.Error](err)
	if !ok {
		return false
	}
	entries := slices.ContainsFunc(e.Fields, func(f rest.Field) bool { return is(plain(f.Message)) })
	return entries || len(e.Fields) == 0 && is(plain(e.Message))
}

// plain is a message as it is compared: the service's own wording may differ
// from what its portal shows in case and hyphens.
func plain(message string) string {
	return strings.ReplaceAll(strings.ToLower(message), "-", " ")
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
