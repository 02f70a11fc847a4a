package ixon

import (
	"net"
	"net/url"
	"strings"

	"unictl/internal/rest"
)

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
