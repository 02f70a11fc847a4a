// Package intrexx is the client for the Intrexx Administration API: one method
// per endpoint, each returning a prepared call (rest.Call) or, for lists, a
// sequence. It prints nothing, asks nothing and knows no command.
//
// Most bodies of this API are not public: only the server's own Swagger page
// has them. What a vendor sample shows has a type here, with a Body method;
// everything else goes out and comes back as JSON of the caller's and the
// server's own making. Nothing here relies on a guessed name.
//
// Section numbers in this package's comments are those of
// docs/contracts/intrexx.md.
package intrexx

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"unictl/internal/rest"
)

const providerName = "intrexx"

// anything is how the vendor's samples ask: a server that answers /auth with
// plain text must not be told that only JSON is welcome (§2.4).
const anything = "*/*"

// Client talks to one Administration API about one portal. It is safe for many
// workers.
type Client struct {
	rest    *rest.Client
	portal  string
	secrets *rest.Secrets
}

// New connects; nothing is sent. The base URL may have a path prefix (§1.1).
// portal is the name in the server's admin-api.yaml (§2.2); without one, calls
// about a portal are refused before they are sent. A portal of a wrong form, a
// missing base URL and a bad connection are a *rest.Error of kind BadInput.
func New(conn rest.Conn, portal string) (*Client, error) {
	if portal != "" {
		if err := CheckPortal(portal); err != nil {
			return nil, err
		}
	}
	if conn.BaseURL == "" {
		return nil, badInput("no base URL is set", "it looks like https://host:4242, or https://host/prefix behind a proxy")
	}
	if conn.Secrets == nil {
		conn.Secrets = &rest.Secrets{}
	}
	client, err := rest.New(provider(), conn)
	if err != nil {
		return nil, err
	}
	return &Client{rest: client, portal: portal, secrets: conn.Secrets}, nil
}

// Portal is the name of the portal that calls are about, "" = none.
func (c *Client) Portal() string { return c.portal }

// Host is the server's host and port as people know it.
func (c *Client) Host() string { return c.rest.Host() }

// provider describes the service to the HTTP layer. 301 must be followed
// (§1.4); no rate is documented but that of signing in (§1.2).
func provider() rest.Provider {
	p := rest.Provider{
		Name:      providerName,
		Headers:   http.Header{"Accept": {"application/json, " + anything + ";q=0.5"}},
		Redirects: rest.SameOriginRepeat,
		Blocked:   "the server named no end: wait some minutes, and let runs share one cached token instead of signing in each time",
		Limit:     limit,
		Failure:   failure,
		Foreign:   signsIn,
		Elsewhere: elsewhere,
		Show:      shown(),
	}
	p.Unsigned.Message = "no user name and password are set"
	p.Unsigned.Hint = "the account is the one in the server's admin-api.yaml"
	return p
}

// limit: signing in is counted for an address (§1.2). No other limit is known, so
// that a 429 from a proxy stops the kind of call that it answered.
func limit(r *rest.Request) rest.Limit {
	if r.SignIn {
		return rest.Limit{Name: "sign-ins"}
	}
	return rest.Limit{Name: "calls of " + r.Name, User: true}
}

// elsewhere knows the two other ports of an Intrexx installation (§1.1).
func elsewhere(base *url.URL) string {
	switch base.Port() {
	case "1337":
		return "port 1337 is a portal's web server: the Administration API listens on 4242"
	case "8101":
		return "port 8101 is a portal's REST connector: the Administration API listens on 4242"
	}
	return ""
}

// shown lists what traces may show: the names that the vendor's samples send
// and that say nothing secret, and those of usual error bodies. The names of
// most answers are not public, so whatever is not listed stays hidden.
func shown() rest.Allow {
	return rest.Allow{
		Headers: []string{"Location", "Content-Disposition"},
		JSON: []string{
			"id", "guid", "name", "display_name", "title", "status", "type",
			"message", "error", "detail", "errorMessage", "code",
			"jvm_minimal_memory_mb", "jvm_maximal_memory_mb", "session_timeout_sek", "anonymous_session_timeout_sek",
			"base_url", "template_path", "portal_path", "default_language", "web_server_host_name", "web_default_base_url",
			"web_connector_host", "web_connector_port", "rest_connector_port", "base_directory", "host", "port", "database_name",
			"first_name", "last_name", "object_name", "work", "login_username", "count",
		},
	}
}

// call describes a call to a path of the server. An id that would lead out of
// its place is refused before it is sent; rest refuses an empty one.
func call(name, method string, path ...string) rest.Request {
	r := rest.Request{Name: name, Method: method, Path: rest.Path(path...)}
	for _, segment := range path {
		if why := unfit(segment); why != "" {
			r.Refuse = badInput("an id "+why+": "+method+" "+r.Path, "ids are numbers or GUIDs, without a path")
		}
	}
	return r
}

// at describes a call to a path of the portal.
func (c *Client) at(name, method string, path ...string) rest.Request {
	r := call(name, method, append([]string{c.portal}, path...)...)
	if c.portal == "" {
		r.Refuse = badInput("no portal: --portal NAME or intrexx.portal", "its name is the one in the server's admin-api.yaml")
	}
	return r
}

// get prepares a read of one document of the portal.
func (c *Client) get(name string, path ...string) rest.Call[rest.Item[Object]] {
	return rest.NewCall(c.rest, c.at(name, http.MethodGet, path...), document)
}

// mostRows bounds a list, whose rows are all in use at once: only together they
// tell which columns there are.
const mostRows = 100_000

// list reads rows in one call: no endpoint has pages (§2.6).
func (c *Client) list(ctx context.Context, r rest.Request) iter.Seq2[rest.Item[Object], error] {
	return func(yield func(rest.Item[Object], error) bool) {
		var answer *rest.Response
		rows, err := rest.NewCall(c.rest, r, func(r *rest.Response) (json.RawMessage, error) {
			answer = r
			return array(r)
		}).Do(ctx)
		if err != nil {
			yield(rest.Item[Object]{}, err)
			return
		}
		if rows == nil {
			return
		}
		n := 0
		for row, err := range rest.Elements(rows) {
			if n++; n > mostRows && err == nil {
				err = fmt.Errorf("the list has more than %d rows", mostRows)
			}
			if err != nil {
				yield(rest.Item[Object]{}, answer.Misread(err))
				return
			}
			if !yield(itemOf(row), nil) {
				return
			}
		}
	}
}

// write prepares a change; an empty body is no body.
func (c *Client) write(r rest.Request, body json.RawMessage) rest.Call[Answer] {
	if len(body) > 0 {
		r.Body = body
	}
	return rest.NewCall(c.rest, r, answer)
}

func (c *Client) post(name string, body json.RawMessage, path ...string) rest.Call[Answer] {
	return c.write(c.at(name, http.MethodPost, path...), body)
}

func (c *Client) patch(name string, body json.RawMessage, path ...string) rest.Call[Answer] {
	return c.write(c.at(name, http.MethodPatch, path...), body)
}

// put prepares a PUT whose repetition leaves what the first one left: it is
// sent again after a lost answer.
func (c *Client) put(name string, body json.RawMessage, path ...string) rest.Call[Answer] {
	r := c.at(name, http.MethodPut, path...)
	r.Idempotent = true
	return c.write(r, body)
}

// remove prepares a DELETE of one object. It is sent again after a lost answer,
// since a second deletion takes nothing more away.
func (c *Client) remove(name string, path ...string) rest.Call[Answer] {
	r := c.at(name, http.MethodDelete, path...)
	r.Idempotent = true
	return c.write(r, nil)
}

// encode marshals a body of this package. None of their types can fail.
func encode(v any) json.RawMessage {
	body, err := rest.Body(v)
	if err != nil {
		panic("intrexx: " + err.Error())
	}
	return body
}

// CheckPortal reports what is wrong with the name of a portal: *rest.Error of
// kind BadInput. A portal named like a fixed path cannot be reached (§2.2).
func CheckPortal(name string) error {
	switch strings.ToLower(name) {
	case "":
		return badInput("the name of the portal is empty", "its name is the one in the server's admin-api.yaml")
	case "auth", "portals", "templates", "admin-api":
		return badInput("the name of the portal collides with a path of the API: "+name,
			"a portal cannot be reached under this name: rename it in the server's admin-api.yaml")
	}
	if why := unfit(name); why != "" {
		return badInput("the name of the portal "+why, "it is the one in the server's admin-api.yaml")
	}
	return nil
}

// CheckID reports what is wrong with an id, of whatever object: *rest.Error of
// kind BadInput. Ids are opaque (§2.3): users and groups have small numbers in
// the vendor's samples, portals have a GUID.
func CheckID(id string) error {
	if id == "" {
		return badInput("the id is empty", "")
	}
	if why := unfit(id); why != "" {
		return badInput("the id "+why, "ids are numbers or GUIDs, without a path")
	}
	return nil
}

// unfit says why text must not become a segment of a path; "" = it may.
func unfit(text string) string {
	switch {
	case strings.ContainsAny(text, `/\`):
		return "must not have a slash or backslash in it"
	case text == "." || text == "..":
		return "must not be . or .."
	case strings.ContainsFunc(text, unicode.IsControl):
		return "has a control character in it"
	case strings.TrimSpace(text) != text:
		return "has blanks around it"
	}
	return ""
}

// IsGUID reports that text looks like the GUID of an Intrexx object: 40 hex
// digits in the vendor's samples (§2.2). 32, and 36 with hyphens, pass as other
// forms of a GUID. What does not look like one may still be an id.
func IsGUID(text string) bool {
	if len(text) == 36 {
		for _, at := range []int{8, 13, 18, 23} {
			if text[at] != '-' {
				return false
			}
		}
		text = strings.ReplaceAll(text, "-", "")
		return len(text) == 32 && isHex(text)
	}
	return (len(text) == 40 || len(text) == 32) && isHex(text)
}

func isHex(text string) bool { return strings.Trim(text, "0123456789abcdefABCDEF") == "" }

func badInput(message, hint string) *rest.Error {
	return &rest.Error{Kind: rest.BadInput, Provider: providerName, Message: message, Hint: hint}
}

// Base is the base URL, ending with a slash.
func (c *Client) Base() string { return c.rest.Base() }
