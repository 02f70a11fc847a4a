package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Raw describes a call of the caller's own making. path is relative to the base
// URL, with or without a slash in front and with or without a query, or an absolute
// URL below the base URL; query is added to it. body is JSON, nil for none. It is
// not declared Idempotent: nothing is repeated after a lost answer but reads.
//
// Errors are an *Error of kind BadInput: a method that no service has, a path that
// leaves the base URL, however it is written, a body that is not JSON, and the calls
// that the provider declares Foreign.
func (c *Client) Raw(method, path string, query []Param, body []byte) (Request, error) {
	method = strings.ToUpper(method)
	if !slices.Contains([]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method) {
		return Request{}, c.badInput("the method "+Line(method)+" is not known to the service", "it has GET, POST, PUT, PATCH and DELETE")
	}
	if body != nil && !json.Valid(body) {
		return Request{}, c.badInput("the body is not JSON", "")
	}
	path, inPath, err := c.target(path)
	if err != nil {
		return Request{}, err
	}
	if c.provider.Foreign != nil && c.provider.Foreign(method, path) {
		return Request{}, c.badInput(method+" "+path+" takes another credential than the one in use", "signing in, and what is an invited person's own, cannot be called raw")
	}
	return Request{Name: method + " " + path, Method: method, Path: path, Query: slices.Concat(inPath, query), Body: body}, nil
}

func (c *Client) badInput(message, hint string) *Error {
	return &Error{Kind: BadInput, Provider: c.provider.Name, Message: message, Hint: hint}
}

// target turns the path of a raw call into a path relative to the base URL and
// its query. It may begin with a slash, and may be an absolute URL below the
// base URL, as the discovery document gives them.
func (c *Client) target(given string) (path string, query []Param, err error) {
	u, err := url.Parse(given)
	if err != nil {
		return "", nil, c.badInput("the path cannot be read", "give what follows "+c.Base())
	}
	if u.Fragment != "" {
		return "", nil, c.badInput("the path must not have a fragment (#…)", "")
	}
	escaped := u.EscapedPath()
	if u.Host != "" || u.Scheme != "" || u.Opaque != "" {
		if escaped, err = c.below(u); err != nil {
			return "", nil, err
		}
	}
	if path, err = c.joined(strings.TrimPrefix(escaped, "/")); err != nil {
		return "", nil, err
	}
	query, err = c.params(u.RawQuery)
	return path, query, err
}

// below is the part of an absolute URL after the base URL: a credential goes
// nowhere else.
func (c *Client) below(u *url.URL) (string, error) {
	if u.User != nil || !sameOrigin(u, c.base) {
		return "", c.badInput("the URL is not of this connection: the credential goes to "+c.Base()+" alone", "give the path only")
	}
	path, ok := strings.CutPrefix(u.EscapedPath()+"/", c.base.EscapedPath())
	if !ok {
		return "", c.badInput("the URL is not below "+c.Base(), "give the path only")
	}
	return strings.TrimSuffix(path, "/"), nil
}

// joined checks an escaped path segment by segment and escapes it anew.
func (c *Client) joined(escaped string) (string, error) {
	if escaped == "" {
		return "", nil
	}
	segments := strings.Split(escaped, "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		switch {
		case err != nil:
			return "", c.badInput("the path cannot be read", "write a percent sign as %25")
		case plain == "":
			return "", c.badInput("the path has an empty segment", "is an id missing?")
		case climbs(plain):
			return "", c.badInput("the path must not have . or .. in it, nor a backslash", "")
		}
		segments[i] = plain
	}
	return Path(segments...), nil
}

// climbs reports a segment that some server or proxy would take for a way up or
// down: it may decode once more, and take a slash in a segment, or a backslash, for
// one between two.
func climbs(segment string) bool {
	for before := ""; before != segment; {
		if strings.Contains(segment, `\`) {
			return true
		}
		for part := range strings.SplitSeq(segment, "/") {
			if part == "." || part == ".." {
				return true
			}
		}
		before = segment
		if plain, err := url.PathUnescape(segment); err == nil {
			segment = plain
		}
	}
	return false
}

// params keeps the order of a query string.
func (c *Client) params(raw string) ([]Param, error) {
	var query []Param
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		plainName, err := url.QueryUnescape(name)
		if err != nil {
			return nil, c.badInput("the query cannot be read", "write a percent sign as %25")
		}
		plainValue, err := url.QueryUnescape(value)
		if err != nil {
			return nil, c.badInput("the query cannot be read", "write a percent sign as %25")
		}
		query = append(query, Param{Name: plainName, Value: plainValue})
	}
	return query, nil
}

// AnyText is an answer of whatever form as JSON: JSON as it is, nothing as null, a
// text as a string. What is neither, such as a file, and what begins like JSON and is
// none, are an error.
func AnyText(r *Response) (json.RawMessage, error) {
	text := bytes.TrimSpace(r.Body)
	switch {
	case len(text) == 0:
		return json.RawMessage("null"), nil
	case json.Valid(text):
		return text, nil
	case text[0] == '<' || text[0] == '{' || text[0] == '[' || !utf8.Valid(text):
		return nil, r.Misread(errNoAnswer)
	}
	return Body(string(text))
}

var errNoAnswer = errors.New("it is neither JSON nor a text")
