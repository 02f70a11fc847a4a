package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// JSON decodes an answer of any JSON shape into T. An answer that is not JSON
// is an *Error that shows its beginning and the likely cause.
func JSON[T any](r *Response) (value T, err error) {
	if raw, ok := any(&value).(*json.RawMessage); ok && json.Valid(r.Body) {
		*raw = r.Body // the largest answers are not held twice
		return value, nil
	}
	if len(r.Body) > maxWhole {
		return value, r.Misread(errWhole)
	}
	Expect[T](r, r.Body)
	err = json.Unmarshal(r.Body, &value)
	if err != nil {
		return value, r.Misread(err)
	}
	return value, nil
}

// Whole hands the answer on as it is: to a list that reads its elements one
// after another.
func Whole(r *Response) (*Response, error) { return r, nil }

// Misread is the error for a 2xx answer that is not what the contract says.
// After a write it is of kind Unknown: something answered, and whether the
// service carried the call out is not known.
func (r *Response) Misread(cause error) error {
	e := &Error{Kind: Failed, Status: r.Status, URL: r.URL, Err: cause, RequestID: r.requestID()}
	switch {
	case len(bytes.TrimSpace(r.Body)) == 0:
		e.Message = "the answer is empty where JSON was due"
	case !looksLikeJSON(r.Body):
		e.Message = fmt.Sprintf("the answer is not JSON: %q", r.client.excerpt(r.Body))
	default:
		e.Message = "the answer cannot be understood: " + cause.Error()
	}
	e.Hint = r.client.stranger(strangerHint)
	if r.call.write() && !r.call.SignIn {
		r.client.doubt(r.call, e, e.Message, checkHint+"; "+e.Hint)
	}
	return r.client.failure(r.call, e)
}

// Refused is the error of a 2xx answer that says itself that it is one: the
// provider's Failure reads it as it reads every other refusal. It is for reads:
// HTTP said that a change was carried out, so of that Misread is the error.
func (r *Response) Refused(message string) error {
	e := &Error{Kind: Failed, Status: r.Status, URL: r.URL, Message: message, Details: r.client.details(r.Body), RequestID: r.requestID()}
	if r.client.provider.Failure != nil {
		r.client.provider.Failure(r, e)
	}
	return r.client.failure(r.call, e)
}

// Ignore accepts any answer of a call whose body says nothing, except a web
// page: a login page with status 200 is not the service's consent.
func Ignore(r *Response) (struct{}, error) {
	if looksLikeHTML(r.Body) {
		return struct{}{}, r.Misread(errors.New("a web page"))
	}
	return struct{}{}, nil
}

// looksLikeJSON is true for objects and lists even when they are broken, and
// for other JSON only when it is whole: much plain text begins with a t or a
// digit.
func looksLikeJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && (body[0] == '{' || body[0] == '[' || json.Valid(body))
}

func looksLikeHTML(body []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// Body marshals a request body without HTML escaping.
func Body(v any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("request body: %w", err)
	}
	return bytes.TrimRight(buffer.Bytes(), "\n"), nil
}

// Get prepares a read.
func Get(name, path string, query ...Param) Request {
	return Request{Name: name, Method: http.MethodGet, Path: path, Query: query}
}

// Receive takes the body of a 2xx answer as it arrives. A call that is repeated
// calls it again, from the beginning; an error of its own ends the call without
// another attempt: an *Error as it is, any other as one of kind Failed with its
// text. Errors of body are the connection's: Receive hands them back, and the
// call is repeated where that is safe.
type Receive func(header http.Header, body io.Reader) error

// receives reports whether an answer goes to the call's Receive instead of
// being held.
func (r *Request) receives(answer *http.Response) bool {
	return r.Receive != nil && answer.StatusCode >= 200 && answer.StatusCode <= 299
}

// receive gives the answer to the call's Receive.
func (x *exchange) receive(answer *http.Response, moved func(int64)) error {
	defer answer.Body.Close()
	if answer.ContentLength >= 0 || x.call.Content != nil {
		moved = x.gauge.begin(answer.ContentLength)
	}
	body := &download{body: answer.Body, status: answer.StatusCode, moved: moved}
	err := x.call.Receive(answer.Header, body)
	if err == nil { // it may have stopped at the end of what it knows, short of the end of the body
		_, _ = io.CopyN(io.Discard, body, 64<<10)
	}
	if body.failed != nil {
		return body.failed
	}
	if err == nil {
		return nil
	}
	x.sent.Store(false) // the service did answer
	if _, own := errors.AsType[*Error](err); own {
		return err
	}
	return &Error{Kind: Failed, Message: err.Error(), Err: err}
}

// download is a body on its way to Receive.
type download struct {
	body   io.Reader
	status int
	moved  func(int64)
	failed error // *bodyError: the connection's error that ended it
}

func (d *download) Read(p []byte) (int, error) {
	if d.failed != nil {
		return 0, d.failed
	}
	n, err := d.body.Read(p)
	d.moved(int64(n))
	if err != nil && err != io.EOF {
		err = &bodyError{d.status, err}
		d.failed = err
	}
	return n, err
}

// WriteTo has io.Copy use larger pieces than its own 32 KiB.
func (d *download) WriteTo(w io.Writer) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{d}, make([]byte, pieceSize))
}

// pieceSize is how much of a long body moves at once.
const pieceSize = 128 << 10

var errStopped = errors.New("the upload was given up")

// opening is one reading of a Content. It hands out the last bytes only when
// exactly the announced size is there: a file that changes meanwhile is never
// a whole request at the service.
type opening struct {
	source io.ReadCloser
	size   int64
	moved  func(int64)
	ended  bool // the end of the source was seen, where it should be

	mu      sync.Mutex // the transport reads in another goroutine
	left    int64
	stopped bool
	failed  error // *Error: why the source is of no use
}

// open starts reading content; errors are *Error of kind BadInput, or the
// *Error that Open gave.
func (b *Content) open(g *gauge) (*opening, error) {
	source, err := b.Open()
	if err != nil {
		return nil, unreadable("the upload cannot be read: "+err.Error(), err)
	}
	return &opening{source: source, size: b.Size, left: b.Size, moved: g.begin(b.Size)}, nil
}

// Read implements io.Reader for the transport.
func (o *opening) Read(p []byte) (n int, err error) {
	if o.ended {
		return 0, io.EOF
	}
	if most := o.left; int64(len(p)) > most {
		p = p[:most]
	}
	if len(p) > 0 {
		n, err = o.source.Read(p)
	}
	switch {
	case int64(n) == o.left:
		err = o.end(err)
	case err == io.EOF:
		err = unreadable("the file changed while it was sent: it ends after "+
			amount(o.size-o.left+int64(n))+" where "+amount(o.size)+" were announced", io.ErrUnexpectedEOF)
	case err != nil:
		err = o.broken(err)
	}
	return o.hand(n, err)
}

// end checks, before the last bytes are handed out, that nothing follows them.
func (o *opening) end(err error) error {
	if err == nil {
		var one [1]byte
		var more int
		if more, err = io.ReadFull(o.source, one[:]); more > 0 {
			return unreadable("the file changed while it was sent: it is longer than the "+amount(o.size)+" announced", nil)
		}
	}
	if err != io.EOF {
		return o.broken(err)
	}
	o.ended = true
	return nil
}

func (o *opening) broken(err error) error {
	return unreadable("the upload cannot be read after "+amount(o.size-o.left)+": "+err.Error(), err)
}

// hand gives n bytes to the transport, unless the upload was given up: what
// whole said then stays true.
func (o *opening) hand(n int, err error) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped {
		return 0, errStopped
	}
	if err != nil {
		o.failed = err
		return 0, err
	}
	o.left -= int64(n)
	o.moved(int64(n))
	if n == 0 && o.ended {
		return 0, io.EOF
	}
	return n, nil
}

// Close implements io.Closer for the transport.
func (o *opening) Close() error { return o.source.Close() }

// whole reports whether every byte was handed to the transport.
func (o *opening) whole() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.left == 0
}

// stop gives the upload up and says how far it came.
func (o *opening) stop() (handed int64, failed error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stopped = true
	return o.size - o.left, o.failed
}

// unreadable is a body that is no use: the service was sent no whole request.
func unreadable(message string, cause error) error {
	if own, ok := errors.AsType[*Error](cause); ok {
		return own
	}
	return &Error{Kind: BadInput, Message: message, Hint: "nothing was changed: try again when the file is complete", Err: cause}
}

// exchange is what the layers of one call tell each other; it travels in the
// request's context.
type exchange struct {
	call   *Request
	sent   atomic.Bool // a write of this attempt reached a connection and is not answered yet
	lost   bool        // so it was in an earlier attempt: it may have been carried out
	tried  bool        // as lost, or an earlier attempt was answered by a server's failure
	body   []byte      // the whole answer of this attempt, unless it was received elsewhere
	status int         // of that answer; 0 = none came

	turn    bool   // the next request has its turn already
	partial bool   // the answer came before the whole Content was sent
	gauge   *gauge // nil = no meter
}

type exchangeKey struct{}

func (x *exchange) repeatable() bool { return !x.call.write() || x.call.Idempotent }

// begin starts an attempt.
func (x *exchange) begin() {
	x.lost = x.lost || x.sent.Load()
	x.tried = x.tried || x.lost || x.status >= http.StatusInternalServerError
	x.sent.Store(false)
	x.body, x.status, x.partial = nil, 0, false
}

// answered ends an attempt whose answer came whole.
func (x *exchange) answered(status int, body []byte) {
	x.body, x.status = body, status
	x.sent.Store(false)
}

func exchangeOn(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

func exchangeOf(r *http.Request) *exchange { return exchangeOn(r.Context()) }

// rewound is a copy of r with its body from the beginning.
func rewound(r *http.Request) (*http.Request, error) {
	clone := r.WithContext(r.Context())
	clone.Header = r.Header.Clone() // of the rest nothing is changed in place
	if r.GetBody == nil {
		return clone, nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	clone.Body = body
	return clone, nil
}

// sentMark notes whether a write reached a connection: before that, repeating
// it is safe. Reads are repeatable anyway and go without the hook.
type sentMark struct{ next http.RoundTripper }

func (m sentMark) RoundTrip(r *http.Request) (*http.Response, error) {
	x := exchangeOf(r)
	if !x.call.write() {
		return m.next.RoundTrip(r)
	}
	x.sent.Store(false) // an earlier request of this attempt was answered: by 401 or a redirect
	hook := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { x.sent.Store(true) }}
	return m.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), hook)))
}
