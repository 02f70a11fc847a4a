package ixon

import (
	"net/http"
	"strings"
	"time"

	"unictl/internal/rest"
)

// Names of the headers of §1, as they stand in requests and in the
// propertyName of errors.
const (
	headerApplication = "Api-Application"
	headerCompany     = "Api-Company"
	headerBranding    = "Api-Branding"
	headerCredential  = "Authorization"
	headerDevice      = "Api-Device-Identifier"
)

// operation completes r with the headers that its method and path take. A call
// that takes a value which the settings lack is refused by the value's name.
func (c *Client) operation(r rest.Request) rest.Request {
	takes := scopeOf(r.Method, r.Path)
	r.NoAuth = takes&bearer == 0
	r.Header = http.Header{}
	set := func(of scope, name, value string, missing *rest.Error) {
		switch {
		case takes&of == 0:
		case value != "":
			r.Header[name] = []string{value}
		case r.Refuse == nil:
			r.Refuse = missing
		}
	}
	set(application, headerApplication, c.settings.Application,
		badInput("no Application ID is set", "IXON's support gives it out, and each service account has its own"))
	set(company, headerCompany, c.settings.Company,
		&rest.Error{Kind: rest.BadInput, Message: ErrNoCompany.Error(), Err: ErrNoCompany})
	set(branding, headerBranding, c.settings.Branding, nil)
	return r
}

// get prepares a read of one document with explicit fields: without them the
// service sends a minimal set (§4).
func get[T any](c *Client, name, path, fields string) rest.Call[rest.Item[T]] {
	r := rest.Get(name, path, rest.Param{Name: "fields", Value: fields})
	return rest.NewCall(c.rest, c.operation(r), one[T])
}

// write prepares a change; a nil body is no body.
func write[T any](c *Client, name, method, path string, body any, decode func(*rest.Response) (T, error)) rest.Call[T] {
	r := rest.Request{Name: name, Method: method, Path: path}
	if body != nil {
		r.Body = encode(body)
	}
	return rest.NewCall(c.rest, c.operation(r), decode)
}

// create prepares POST of a list of one.
func create[T any](c *Client, name, path string, body any, decode func(*rest.Response) (T, error)) rest.Call[T] {
	return write(c, name, http.MethodPost, path, []any{body}, decode).OnError(ofOne[T])
}

// remove prepares DELETE of one document. It is repeated after a lost answer,
// since a second deletion of the same id takes nothing more away.
func remove(c *Client, name, path string) rest.Call[struct{}] {
	r := rest.Request{Name: name, Method: http.MethodDelete, Path: path, Idempotent: true}
	return rest.NewCall(c.rest, c.operation(r), nothing)
}

// encode marshals a body of this package. None of their types can fail.
func encode(v any) []byte {
	body, err := rest.Body(v)
	if err != nil {
		panic("ixon: " + err.Error())
	}
	return body
}

// scope says which headers an operation takes besides Api-Version (§1).
type scope uint8

const (
	application scope = 1 << iota // Api-Application
	bearer                        // Authorization: Bearer
	company                       // Api-Company
	branding                      // Api-Branding, sent only where it is required
	foreign                       // a credential other than the bearer: Basic or Invite

	open           scope = 0
	personal             = application | bearer
	administrative       = personal | company
)

// scopes are the operations whose headers differ from administrative; the first
// that matches counts. An empty method is any, * one segment, ** any number at
// the end. The same table serves the typed methods and raw calls.
var scopes = [...]struct {
	method, path string
	scope        scope
}{
	{"", "", open},
	{"", "server-time", open},
	{"", "server-validation", open},
	{"", "permissions", open},
	{http.MethodPost, "access-tokens", application | foreign},
	{"", "access-tokens/**", personal},
	{"", "companies/me", administrative},
	{"", "companies", personal},
	{"", "companies/*", personal},
	{http.MethodPost, "users", application | foreign},
	{http.MethodPost, "users/me/password", personal | branding},
	{http.MethodPost, "users/me/email-address-changes", personal | branding},
	{http.MethodPost, "users/me/otp-auth/disable", personal | branding},
	{http.MethodPost, "users/me/otp-auth/verify", personal | branding},
	{"", "users/me/**", personal},
	{"", "trusted-devices/**", personal},
	{"", "auth-tokens/**", personal},
	{"", "invites/me/**", application | foreign},
	{http.MethodPost, "invites", administrative | branding},
	{http.MethodPost, "invites/resend", administrative | branding},
	{http.MethodPost, "invites/*/resend", administrative | branding},
	{http.MethodPost, "invites/*/finish", personal},
	{http.MethodPost, "access-recover", application | branding},
	{http.MethodPost, "access-recover/me/finish", application | branding | foreign},
	{http.MethodPost, "registrations", administrative | branding},
	{http.MethodPost, "sso/registrations", administrative | branding},
	{http.MethodPost, "feedback", administrative | branding},
}

// scopeOf is the scope of an operation; path is relative to the base URL.
func scopeOf(method, path string) scope {
	for _, of := range scopes {
		if (of.method == "" || of.method == method) && matches(of.path, path) {
			return of.scope
		}
	}
	return administrative
}

func matches(pattern, path string) bool {
	for {
		want, morePattern, patternGoes := strings.Cut(pattern, "/")
		have, morePath, pathGoes := strings.Cut(path, "/")
		switch {
		case want != "*" && want != have, want == "*" && have == "":
			return false
		case patternGoes && morePattern == "**":
			return true
		case patternGoes != pathGoes:
			return false
		case !patternGoes:
			return true
		}
		pattern, path = morePattern, morePath
	}
}

// Endpoint is one entry of the discovery document (§3.5).
type Endpoint struct {
	Rel     string   `json:"rel"`     // name of the operation, e.g. "UserList"
	Href    string   `json:"href"`    // absolute, with {publicId} and the like
	Methods []string `json:"methods"` // of DELETE, GET, PATCH, POST, PUT
}

// Discovery lists what the service offers: GET /, which takes neither
// credential nor Application ID and so tells whether the URL is right (§3.5).
func (c *Client) Discovery() rest.Call[[]Endpoint] {
	return rest.NewCall(c.rest, c.operation(rest.Get("Discovery", "")), many[Endpoint])
}

// ServerTime is the service's clock: GET /server-time, without credential or
// Application ID (§3.5).
func (c *Client) ServerTime() rest.Call[time.Time] {
	return rest.NewCall(c.rest, c.operation(rest.Get("ServerTime", "server-time")), func(r *rest.Response) (time.Time, error) {
		clock, err := value[struct {
			Datetime time.Time `json:"datetime"`
		}](r)
		return clock.Datetime, err
	})
}
