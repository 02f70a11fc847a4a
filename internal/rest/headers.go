package rest

import "net/http"

// headers sets the fixed headers, on the client's own origin only: Go forwards
// custom headers to any host that a redirect names.
type headers struct {
	client *Client
	next   http.RoundTripper
}

func (h headers) RoundTrip(r *http.Request) (*http.Response, error) {
	if sameOrigin(r.URL, h.client.base) {
		call := exchangeOf(r).call
		h.client.setHeaders(r.Header, call)
		if err := h.client.checkHeaders(r.Header, call); err != nil {
			return nil, err
		}
	}
	return h.next.RoundTrip(r)
}

func (c *Client) setHeaders(h http.Header, call *Request) {
	h.Set("User-Agent", c.agent)
	h.Set("Accept", "application/json")
	if call.Receive != nil {
		h.Set("Accept", "*/*")
		h.Set("Accept-Encoding", "identity") // as it lies there, with its length
	}
	for _, set := range []http.Header{c.provider.Headers, call.Header} {
		for name, values := range set {
			h[name] = values
		}
	}
	h.Del("Content-Type")
	switch {
	case call.Content != nil:
		h.Set("Content-Type", call.Content.Type)
		if call.Content.asksFirst() {
			h.Set("Expect", "100-continue")
		}
	case call.Body != nil:
		h.Set("Content-Type", call.contentType())
	}
}

// checkHeaders refuses what net/http would refuse with an error that looks
// like the network's.
func (c *Client) checkHeaders(h http.Header, call *Request) error {
	for name, values := range h {
		for _, value := range values {
			if !isHeaderValue(value) {
				return c.failure(call, &Error{
					Kind: BadInput, Message: "the value of the header " + name + " holds a line break or a control character",
				})
			}
		}
	}
	return nil
}

func isHeaderValue(value string) bool {
	for i := range len(value) {
		if b := value[i]; (b < ' ' && b != '\t') || b == 0x7f {
			return false
		}
	}
	return true
}

func (r *Request) contentType() string {
	if r.Type == "" {
		return "application/json"
	}
	return r.Type
}
