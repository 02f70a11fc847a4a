package rest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
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
	v, _, err := c.do(ctx, false)
	return v, err
}

// do carries the call out; answer is what Send gives, if it is wanted.
func (c Call[T]) do(ctx context.Context, wanted bool) (value T, answer json.RawMessage, err error) {
	var response *Response
	over, err := c.client.recorded(ctx, &c.request)
	if err != nil {
		return value, nil, err
	}
	if over != nil {
		defer func() { over(context.WithoutCancel(ctx), requestID(response, err), err) }()
	}
	value, response, answer, err = c.once(ctx, wanted)
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
func (c Call[T]) once(ctx context.Context, wanted bool) (value T, r *Response, answer json.RawMessage, err error) {
	r, err = c.client.send(ctx, &c.request)
	if errors.Is(err, errGone) {
		return value, nil, asJSON(nil), nil
	}
	if err != nil {
		return value, nil, nil, err
	}
	if err = r.legible(); err != nil {
		return value, r, nil, err
	}
	if value, err = c.decode(r); err != nil {
		if _, ok := errors.AsType[*Error](err); !ok {
			err = r.Misread(err)
		}
	}
	if wanted {
		answer = asJSON(r.Body)
	}
	return value, r, answer, err
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
	_, answer, err := c.do(ctx, true)
	if c.mask != nil && answer != nil {
		answer = c.mask(answer)
	}
	return answer, err
}

// Preview implements Prepared.
func (c Call[T]) Preview() Preview { return c.client.preview(&c.request) }

// Segments are those of the path below the base URL, as they are meant: none is
// escaped.
func (c Call[T]) Segments() []string {
	all := strings.Split(c.request.Path, "/")
	for i, segment := range all {
		if plain, err := url.PathUnescape(segment); err == nil {
			all[i] = plain
		}
	}
	return all
}

// asJSON is a body as one JSON value: text becomes a JSON string, of a long one
// the beginning.
func asJSON(body []byte) json.RawMessage {
	switch {
	case len(body) == 0:
		return json.RawMessage("null")
	case json.Valid(body):
		return json.RawMessage(body)
	}
	return quoted(strings.ToValidUTF8(string(body[:min(len(body), maxError)]), "\uFFFD"))
}

// quoted is text as a JSON string.
func quoted(text string) json.RawMessage {
	body, err := Body(text)
	if err != nil { // a string always marshals
		return json.RawMessage("null")
	}
	return body
}

// Item is one element of an answer: the typed value, for tables and filters,
// and the JSON as received, so that machine output shows every field the
// service sent.
type Item[T any] struct {
	Value T
	Raw   json.RawMessage
	Odd   Odd // nil = everything could be read
}

// DecodeItem decodes raw into an Item; the bytes are kept, not copied. One odd
// member fails nothing but itself, see Odd.
func DecodeItem[T any](raw json.RawMessage) (Item[T], error) {
	item := Item[T]{Raw: raw}
	err := json.Unmarshal(raw, &item.Value)
	if err != nil {
		item.Odd, err = Tolerate(raw, &item.Value, err)
	}
	return item, err
}

// Content is a request body that is read from where it lies, each time it is
// sent: a file on its way up. It is never held in memory.
type Content struct {
	Size  int64                         // exact, in bytes: it is sent with a Content-Length
	Type  string                        // Content-Type
	Open  func() (io.ReadCloser, error) // from the beginning, for each attempt
	Shown string                        // what dry runs and traces show of it
}

// asksFirst reports whether the service is asked before the body goes up, so
// that a 401, 413 or redirect costs no upload. The limit is curl's.
func (b *Content) asksFirst() bool { return b.Size > 1<<20 }

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
		p.Body = asJSON([]byte(c.secrets.Mask(string(r.Body))))
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
