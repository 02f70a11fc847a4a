package devotokens

import (
	"encoding/json"
	"errors"
	"strings"

	"unictl/internal/rest"
)

// Answer is what the service said to a change. What it says is not public
// (§3.4): a token, another JSON document, a text or nothing.
type Answer struct {
	Token *Token          // nil when the answer is no token
	Value Secret          // the token's value, when the answer has it unmasked
	Raw   json.RawMessage // the answer with its value masked; a text as a JSON string, nothing as null
}

// ID is the id of the token that the answer speaks of; "" when it says none.
func (a Answer) ID() ID {
	if a.Token == nil {
		return ""
	}
	return a.Token.ID
}

var errWebPage = errors.New("a web page")

// answer accepts every body but two: a web page is no consent, and neither is a
// success that reports an error.
func (c *Client) answer(r *rest.Response) (Answer, error) {
	c.conceal(r.Body)
	if isHTML(r.Body) {
		return Answer{}, c.misread(r, errWebPage)
	}
	if err := reported(r.Body, nil); err != nil {
		return Answer{}, c.misread(r, err)
	}
	raw := document(r.Body)
	a := Answer{Raw: Mask(raw)}
	if _, value, masked, found := Value(raw); found && !masked {
		a.Value = rest.NewSecret(value)
	}
	// An id without a name might be that of the request.
	if item, err := readToken(raw); err == nil && item.Value.Name != "" {
		a.Token = &item.Value
	}
	return a, nil
}

// document is a body as one JSON value.
func document(body []byte) json.RawMessage {
	text := strings.TrimSpace(string(body))
	switch {
	case text == "":
		return json.RawMessage("null")
	case json.Valid(body):
		return body
	}
	quoted, err := rest.Body(strings.ToValidUTF8(text, "\uFFFD"))
	if err != nil { // a string always marshals
		return json.RawMessage("null")
	}
	return quoted
}

// conceal keeps the values in an answer out of errors and traces: the excerpt
// of a body that is not JSON, and whatever the service says later.
func (c *Client) conceal(body []byte) {
	const window = 4 << 10 // more than an excerpt shows
	const shortest = 16    // below it a word like "deleted" would be taken for a value
	all, ok := members(body)
	if !ok {
		c.secrets.Add(values(string(body[:min(len(body), window)]))...)
	}
	for _, m := range all {
		if m.reveals() && len(m.text) >= shortest {
			c.secrets.Add(m.text)
			c.secrets.Add(values(m.text)...)
		}
	}
}

// misread is the error for a 2xx answer that is not what it should be, with the
// service's id of the request.
func (c *Client) misread(r *rest.Response, cause error) error {
	c.conceal(r.Body)
	err := r.Misread(cause)
	if e, ok := errors.AsType[*rest.Error](err); ok {
		e.RequestID = rest.Line(c.secrets.Mask(r.Header.Get(headerCID)))
	}
	return err
}
