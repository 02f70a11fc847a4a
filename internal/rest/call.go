package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// Param is one query parameter; a list of them keeps its order.
type Param struct{ Name, Value string }

// Request is a call as it will be sent, before the fixed headers and the
// credential are added.
type Request struct {
	Name       string // the provider's name of the operation, e.g. "UserList"
	Method     string
	Path       string // relative to the base URL; made with Path
	Query      []Param
	Header     http.Header // headers of this operation alone
	Body       []byte      // nil = none
	Type       string      // Content-Type; "" = application/json when there is a body
	Idempotent bool        // a PUT or DELETE whose repetition changes nothing
	NoAuth     bool        // sent without the credential
	SignIn     bool        // gets a credential: when its answer is lost no change is in doubt; it is not repeated
	Sensitive  bool        // the body carries a secret: no trace shows it
	Long       bool        // may take as long as it takes: no timeout of an attempt unless the person set one
	Content    *Content    // a body too large to be held, instead of Body
	Receive    Receive     // takes a 2xx answer as it arrives, instead of holding it; nil = held
	Refuse     *Error      // why it must not be sent; Message, Hint and Kind are enough. nil = it may
}

// Path joins segments into a request path; each is escaped, so that an id with
// a slash or a dot cannot leave its place.
func Path(segments ...string) string {
	escaped := make([]string, len(segments))
	for i, s := range segments {
		escaped[i] = url.PathEscape(s)
		if s == "." || s == ".." {
			escaped[i] = strings.ReplaceAll(s, ".", "%2E")
		}
	}
	return strings.Join(escaped, "/")
}

// write reports whether the call may change something at the service.
func (r *Request) write() bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }

// Response is an answer, whole: Body is at most the client's limit, and empty
// when the call's Receive took it.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	URL    string // redacted
	call   *Request
	client *Client
}

// Call is a prepared call whose answer decodes to T.
type Call[T any] struct {
	request Request
	client  *Client
	decode  func(*Response) (T, error)
	then    []func(T)
	onError []func(context.Context, *Error) (T, error)
	mask    func(json.RawMessage) json.RawMessage
}

// NewCall prepares r; decode turns a 2xx answer into T.
func NewCall[T any](c *Client, r Request, decode func(*Response) (T, error)) Call[T] {
	return Call[T]{request: r, client: c, decode: decode}
}

// Then returns the call with f added: it is given the decoded answer.
func (c Call[T]) Then(f func(T)) Call[T] {
	c.then = append(c.then[:len(c.then):len(c.then)], f)
	return c
}

// OnError returns the call with f added: it is given the error, and says what
// it means. A nil error of f makes it a good answer, and Send gives it as
// {"code","message"}.
func (c Call[T]) OnError(f func(context.Context, *Error) (T, error)) Call[T] {
	c.onError = append(c.onError[:len(c.onError):len(c.onError)], f)
	return c
}

// Masked returns the call with the answer that Send gives put through f: for
// answers that hold secrets.
func (c Call[T]) Masked(f func(json.RawMessage) json.RawMessage) Call[T] {
	c.mask = f
	return c
}

// Do sends the call and decodes its answer. Every error is an *Error, or the
// context's own when it was cancelled.
func (c Call[T]) Do(ctx context.Context) (T, error) {
	v, _, err := c.do(ctx)
	return v, err
}

func (c Call[T]) do(ctx context.Context) (T, json.RawMessage, error) {
	value, answer, err := c.once(ctx)
	for _, judge := range c.onError {
		e, ok := errors.AsType[*Error](err)
		if !ok {
			break
		}
		if value, err = judge(ctx, e); err == nil {
			answer = e.document()
		}
	}
	if err == nil {
		for _, f := range c.then {
			f(value)
		}
	}
	return value, answer, err
}

// once sends the call; answer is nil where none came.
func (c Call[T]) once(ctx context.Context) (value T, answer json.RawMessage, err error) {
	r, err := c.client.send(ctx, &c.request)
	if errors.Is(err, errGone) {
		return value, document(nil), nil
	}
	if err != nil {
		return value, nil, err
	}
	if value, err = c.decode(r); err != nil {
		if _, ok := errors.AsType[*Error](err); !ok {
			err = r.Misread(err)
		}
	}
	return value, document(r.Body), err
}

// Prepared is a Call whose answer's type does not matter to the caller: what
// steps, dry runs and journals hold.
type Prepared interface {
	// Preview is the call as it would be sent, secrets masked.
	Preview() Preview
	// Send sends it and gives the answer as received: JSON, or null when the
	// service answered with an empty body.
	Send(context.Context) (json.RawMessage, error)
}

// Send implements Prepared.
func (c Call[T]) Send(ctx context.Context) (json.RawMessage, error) {
	_, answer, err := c.do(ctx)
	if c.mask != nil && answer != nil {
		answer = c.mask(answer)
	}
	return answer, err
}

// Preview implements Prepared.
func (c Call[T]) Preview() Preview { return c.client.preview(&c.request) }

// document is a body as one JSON value: text becomes a JSON string.
func document(body []byte) json.RawMessage {
	switch {
	case len(body) == 0:
		return json.RawMessage("null")
	case json.Valid(body):
		return json.RawMessage(body)
	}
	return quoted(strings.ToValidUTF8(string(body), "\uFFFD"))
}

// quoted is text as a JSON string.
func quoted(text string) json.RawMessage {
	body, err := Body(text)
	if err != nil { // a string always marshals
		return json.RawMessage("null")
	}
	return body
}
