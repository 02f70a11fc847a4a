package ixon

import (
	"net/http"

	"unictl/internal/rest"
)

// operation completes r with the headers that its method and path take. They
// belong to the client: whoever adds to them takes a copy.
func (c *Client) operation(r rest.Request) rest.Request {
	s := scopeOf(r.Method, r.Path)
	r.Header = c.headers[s&^foreign]
	r.NoAuth = s&bearer == 0
	return r
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

// remove prepares DELETE of one document. It is repeated after a lost answer,
// since a second deletion of the same id takes nothing more away; what the
// service says to it is not known (§5), so a kind of NotFound can also mean
// that the first attempt had succeeded.
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

// refs is the body of bulk operations: [{"publicId":…},…], never null.
func refs(ids []string) []Ref {
	list := make([]Ref, len(ids))
	for i, id := range ids {
		list[i].PublicID = id
	}
	return list
}
