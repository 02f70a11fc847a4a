package rest

import (
	"fmt"
	"net/http"
)

func kindOfStatus(status int) Kind {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return Credential
	case http.StatusNotFound, http.StatusGone:
		return NotFound
	case http.StatusConflict:
		return Conflict
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return Temporary
	}
	if status >= 500 {
		return Temporary
	}
	return Failed
}

// statusMessage is the status in words, with the beginning of a body that is
// not JSON: it often names the proxy that answered instead of the service.
func (c *Client) statusMessage(r *Response) string {
	words := http.StatusText(r.Status)
	if words == "" {
		words = "the service refused"
	}
	if text := c.excerpt(r.Body); text != "" && !looksLikeJSON(r.Body) {
		return fmt.Sprintf("%s: %q", words, text)
	}
	return words
}
