package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// headerCredential carries the token (§1.2).
const headerCredential = "Authorization"

// route joins segments; an empty last one leaves two slashes, so that the guard
// can tell a missing id from the slash that a redirect may add.
func route(segments ...string) string {
	path := rest.Path(segments...)
	if segments[len(segments)-1] == "" {
		path += "/"
	}
	return path
}

// under is a path of the client's portal.
func (c *Client) under(segments ...string) string {
	return route(append([]string{c.settings.Portal}, segments...)...)
}

// get prepares a read of one document.
func (c *Client) get(name, path string) rest.Call[rest.Item[Object]] {
	return rest.NewCall(c.rest, rest.Get(name, path), document)
}

// list reads rows in one call: no endpoint has pages (§2.6).
func (c *Client) list(ctx context.Context, name, path string) iter.Seq2[rest.Item[Object], error] {
	return func(yield func(rest.Item[Object], error) bool) {
		all, err := rest.NewCall(c.rest, rest.Get(name, path), rows).Do(ctx)
		if err != nil {
			yield(rest.Item[Object]{}, err)
			return
		}
		for _, row := range all {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// change describes a write; an empty body is no body. Secrets in the body are
// kept out of traces, errors and dry runs.
func (c *Client) change(name, method, path string, body json.RawMessage) rest.Request {
	r := rest.Request{Name: name, Method: method, Path: path}
	if len(body) > 0 {
		r.Body = body
		r.Sensitive = c.conceal(body)
	}
	return r
}

// write prepares a change.
func (c *Client) write(r rest.Request) rest.Call[Answer] {
	return rest.NewCall(c.rest, r, answer)
}

// put prepares a PUT whose repetition leaves what the first one left: it is
// sent again after a lost answer.
func (c *Client) put(name, path string, body json.RawMessage) rest.Call[Answer] {
	r := c.change(name, http.MethodPut, path, body)
	r.Idempotent = true
	return c.write(r)
}

// remove prepares a DELETE of one object. It is repeated after a lost answer,
// since a second deletion takes nothing more away; what the server says to it
// is not public, so a kind of NotFound can also mean that the first attempt had
// succeeded.
func (c *Client) remove(name, path string) rest.Call[Answer] {
	r := c.change(name, http.MethodDelete, path, nil)
	r.Idempotent = true
	return c.write(r)
}

// encode marshals a body of this package. None of their types can fail.
func encode(v any) json.RawMessage {
	body, err := rest.Body(v)
	if err != nil {
		panic("intrexx: " + err.Error())
	}
	return body
}
