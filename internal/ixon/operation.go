package ixon

import (
	"net/http"
	"strings"
	"time"

	"unictl/internal/ixon/published"
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

// operation completes r with the headers that IXON's file says it takes; the
// branding goes out only where it is required. What the settings lack is
// refused by its name. An operation that the file does not have, such as one
// that IXON added later, gets all that the settings hold, and is refused
// nothing: the service says what it needs.
func (c *Client) operation(r rest.Request) rest.Request {
	takes, known := published.Find(r.Method, r.Path)
	r.NoAuth = known && (!takes.Requires(published.Bearer) || foreign(r.Method, r.Path))
	r.Header = http.Header{}
	set := func(header byte, name, value string, missing *rest.Error) {
		switch {
		case known && !takes.Requires(header):
		case value != "":
			r.Header[name] = []string{value}
		case known && r.Refuse == nil:
			r.Refuse = missing
		}
	}
	set(published.Application, headerApplication, c.settings.Application,
		badInput("no Application ID is set", "IXON's support gives it out, and each service account has its own"))
	set(published.Company, headerCompany, c.settings.Company,
		&rest.Error{Kind: rest.BadInput, Message: ErrNoCompany.Error(), Err: ErrNoCompany})
	set(published.Branding, headerBranding, c.settings.Branding, nil)
	return r
}

// foreign operations take another credential than the bearer, which the file
// does not say: Basic to sign in (§3.1), and what a mail brings to those whom
// it invites, or lets recover, register or confirm.
func foreign(method, path string) bool {
	first, rest, _ := strings.Cut(path, "/")
	switch first {
	case "access-tokens", "users":
		return method == http.MethodPost && rest == ""
	case "agents":
		return strings.HasPrefix(rest+"/", "access-requests/")
	case "invites", "access-recover", "registrations", "email-address-changes", "otp-auth-disable":
		return rest == "me" || strings.HasPrefix(rest, "me/")
	}
	return false
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
