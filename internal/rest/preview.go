package rest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Preview is what a dry run shows of a call.
type Preview struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`        // "[redacted]" for the credential and whatever is not listed as harmless
	Body    json.RawMessage   `json:"body,omitempty"` // as it would be sent; other bodies than JSON as a JSON string
}

func (c *Client) preview(r *Request) Preview {
	p := Preview{Method: r.Method, URL: c.secrets.Mask(c.url(r)), Headers: map[string]string{}}
	h := http.Header{}
	c.setHeaders(h, r)
	for name, values := range h {
		p.Headers[name] = redacted
		if c.shows(name) {
			p.Headers[name] = c.safe(strings.Join(values, ", "))
		}
	}
	if c.auth != nil && !r.NoAuth && c.auth.Header() != "" {
		p.Headers[c.auth.Header()] = redacted
	}
	switch {
	case r.Body == nil && r.Content == nil:
	case r.Sensitive:
		p.Body = json.RawMessage(`"` + redacted + `"`)
	case r.Content != nil:
		p.Body = quoted(c.safe(r.Content.Shown))
	default:
		p.Body = document([]byte(c.secrets.Mask(string(r.Body))))
	}
	return p
}

// shows reports whether a dry run may show the value of a header: the fixed
// ones and those that the provider lists.
func (c *Client) shows(name string) bool {
	_, fixed := c.provider.Headers[name]
	return fixed || slices.Contains(alwaysShown[:], name) || slices.Contains(c.provider.Show.Headers, name)
}

// url is the full address of a call.
func (c *Client) url(r *Request) string {
	u := c.base.String() + r.Path
	if len(r.Query) == 0 {
		return u
	}
	pairs := make([]string, 0, len(r.Query))
	for _, p := range r.Query {
		pairs = append(pairs, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
	}
	return u + "?" + strings.Join(pairs, "&")
}

// shownHeader is the value of a header that may be shown; an address, without
// what its query may hold.
func (c *Client) shownHeader(name string, values []string) string {
	text := strings.Join(values, ", ")
	if name != "Location" {
		return text
	}
	u, err := url.Parse(text)
	if err != nil {
		return redacted
	}
	return c.shownURL(u)
}

// shownURL is the address as traces and errors may show it: query values only
// of parameters that the provider lists as harmless, no user-info.
func (c *Client) shownURL(u *url.URL) string {
	shown := *u
	shown.User = nil
	if shown.RawQuery != "" {
		pairs := strings.Split(shown.RawQuery, "&")
		for i, pair := range pairs {
			if name, _, _ := strings.Cut(pair, "="); !slices.Contains(c.provider.Show.Query, name) {
				pairs[i] = name + "=" + redacted
			}
		}
		shown.RawQuery = strings.Join(pairs, "&")
	}
	return c.safe(shown.String())
}
