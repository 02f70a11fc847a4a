package rest

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

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
