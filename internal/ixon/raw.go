package ixon

import (
	"context"
	"encoding/json"
	"iter"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// Raw prepares a call of any operation, with the headers that IXON's file says
// it takes; one that the file does not have gets all that the settings hold.
// path is relative to the base URL, with or without a slash in front
// and with or without a query, or an absolute URL below the base URL; query is
// added to it. body is JSON, nil for none. The answer is the whole envelope.
//
// Nothing is repeated after a lost answer but reads. Errors are a *rest.Error
// of kind BadInput: a method the service does not have, a path that leaves the
// base URL, a body that is not JSON, and the operations that take another
// credential than the bearer (signing in, and an invited person's own calls).
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	var none rest.Call[json.RawMessage]
	method = strings.ToUpper(method)
	if !slices.Contains([]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method) {
		return none, badInput("the method "+rest.Line(method)+" is not known to the service", "it has GET, POST, PUT, PATCH and DELETE")
	}
	if body != nil && !json.Valid(body) {
		return none, badInput("the body is not JSON", "")
	}
	r, err := c.rawRequest(method, path, query)
	if err != nil {
		return none, err
	}
	r.Body = body
	return rest.NewCall(c.rest, c.operation(r), rest.JSON[json.RawMessage]), nil
}

// RawPages reads a list of any kind, all of its pages: page-size is 4000 unless
// query says otherwise, and a page-after in it is where the list begins. The
// rows are the entries of data. Errors are as for Raw and as for every list.
func (c *Client) RawPages(ctx context.Context, path string, query []rest.Param) iter.Seq2[rest.Item[json.RawMessage], error] {
	r, err := c.rawRequest(http.MethodGet, path, query)
	if err != nil {
		return func(yield func(rest.Item[json.RawMessage], error) bool) { yield(rest.Item[json.RawMessage]{}, err) }
	}
	return pages[json.RawMessage](ctx, c, r)
}

func (c *Client) rawRequest(method, given string, query []rest.Param) (rest.Request, error) {
	path, inPath, err := c.target(given)
	if err != nil {
		return rest.Request{}, err
	}
	if foreign(method, path) {
		return rest.Request{}, badInput(method+" "+path+" takes another credential than the token in use",
			"signing in and the calls of an invited person cannot be made raw")
	}
	return rest.Request{Name: method + " " + path, Method: method, Path: path, Query: slices.Concat(inPath, query)}, nil
}

// target turns the path of a raw call into a path relative to the base URL and
// its query. It may begin with a slash, and may be an absolute URL below the
// base URL, as the discovery document gives them.
func (c *Client) target(given string) (path string, query []rest.Param, err error) {
	u, err := url.Parse(given)
	if err != nil {
		return "", nil, badInput("the path cannot be read", "it looks like users/RPHHg5LaTtQg")
	}
	if u.Fragment != "" {
		return "", nil, badInput("the path must not have a fragment (#…)", "")
	}
	escaped := u.EscapedPath()
	if u.Host != "" || u.Scheme != "" || u.Opaque != "" {
		if escaped, err = c.below(u); err != nil {
			return "", nil, err
		}
	}
	if path, err = joined(strings.TrimPrefix(escaped, "/")); err != nil {
		return "", nil, err
	}
	query, err = params(u.RawQuery)
	return path, query, err
}

// below is the part of an absolute URL after the base URL: a credential goes
// nowhere else.
func (c *Client) below(u *url.URL) (string, error) {
	base, err := url.Parse(c.rest.Base())
	if err != nil || u.User != nil || !strings.EqualFold(u.Scheme, base.Scheme) || hostPort(u) != hostPort(base) {
		return "", badInput("the URL is not of this connection: the credential goes to "+c.rest.Base()+" alone", "give the path only")
	}
	path, ok := strings.CutPrefix(u.EscapedPath()+"/", base.EscapedPath())
	if !ok {
		return "", badInput("the URL is not below "+c.rest.Base(), "give the path only")
	}
	return strings.TrimSuffix(path, "/"), nil
}

func hostPort(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case strings.EqualFold(u.Scheme, "https"):
		port = "443"
	default:
		port = "80"
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// joined checks an escaped path segment by segment and escapes it anew.
func joined(escaped string) (string, error) {
	if escaped == "" {
		return "", nil
	}
	segments := strings.Split(escaped, "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		switch {
		case err != nil:
			return "", badInput("the path cannot be read", "write a percent sign as %25")
		case plain == "":
			return "", badInput("the path has an empty segment", "is an id missing?")
		case plain == "." || plain == "..":
			return "", badInput("the path must not have . or .. in it", "")
		}
		segments[i] = plain
	}
	return rest.Path(segments...), nil
}

// params keeps the order of a query string.
func params(raw string) ([]rest.Param, error) {
	var query []rest.Param
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		plainName, err := url.QueryUnescape(name)
		if err != nil {
			return nil, badInput("the query cannot be read", "write a percent sign as %25")
		}
		plainValue, err := url.QueryUnescape(value)
		if err != nil {
			return nil, badInput("the query cannot be read", "write a percent sign as %25")
		}
		query = append(query, rest.Param{Name: plainName, Value: plainValue})
	}
	return query, nil
}
