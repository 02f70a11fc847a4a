package rest

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// into collects what Receive is given; each call of it starts over.
type into struct {
	calls  int
	text   string
	header http.Header
	err    error // given back instead of reading
}

func (i *into) receive(h http.Header, body io.Reader) error {
	i.calls++
	i.header = h
	if i.err != nil {
		return i.err
	}
	text, err := io.ReadAll(body)
	i.text = string(text)
	return err
}

func downloading(i *into) Request {
	return Request{Name: "Diagnosis", Method: http.MethodGet, Path: "x", Long: true, Receive: i.receive}
}

func TestAnAnswerGoesToReceiveAsItArrives(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/zip")
		dripping("first")(w, nil)
		<-more
		dripping("second")(w, nil)
	})
	c := connect(t, Provider{}, Conn{BaseURL: s.URL})
	var text string
	r := downloading(&into{})
	r.Receive = func(h http.Header, body io.Reader) error {
		var start [5]byte
		if _, err := io.ReadFull(body, start[:]); err != nil || h.Get("Content-Type") != "application/zip" {
			return errors.New("no beginning")
		}
		close(more) // a body that is held would wait here for ever
		rest, err := io.ReadAll(body)
		text = string(start[:]) + string(rest)
		return err
	}
	status, err := NewCall(c, r, func(r *Response) (int, error) { return r.Status + len(r.Body), nil }).Do(t.Context())
	if err != nil || text != "firstsecond" || status != 200 {
		t.Errorf("%q, %d, %v", text, status, err)
	}
	got := s.requests()[0].Header
	if got.Get("Accept") != "*/*" || got.Get("Accept-Encoding") != "identity" {
		t.Errorf("asked for %q, %q", got.Get("Accept"), got.Get("Accept-Encoding"))
	}
	if body, err := NewCall(c, downloading(&into{err: nil}), Ignore).Send(t.Context()); err != nil || string(body) != "null" {
		t.Errorf("Send gave %s, %v", body, err)
	}
}

func TestOtherAnswersAreNotReceived(t *testing.T) {
	t.Parallel()
	var i into
	s := serve(t, answer(404, `{"message":"no such portal"}`))
	p := Provider{Failure: func(r *Response, e *Error) { e.Message = string(r.Body) }}
	if err := send(t, connect(t, p, Conn{BaseURL: s.URL}), downloading(&i)); !Is(err, NotFound) || i.calls != 0 ||
		!strings.Contains(err.Error(), "no such portal") {
		t.Errorf("%d calls, %v", i.calls, err)
	}
}

func TestADownloadThatIsCutShortIsRepeatedFromTheBeginning(t *testing.T) {
	t.Parallel()
	chunked := func(w http.ResponseWriter, _ *http.Request) {
		raw(w, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
	}
	for name, broken := range map[string]http.HandlerFunc{"length": cut, "chunked": chunked} {
		var s *service
		s = serve(t, func(w http.ResponseWriter, r *http.Request) {
			if s.count() == 1 {
				broken(w, r)
				return
			}
			answer(200, "whole")(w, r)
		})
		var i into
		if err := send(t, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 1}), downloading(&i)); err != nil || i.text != "whole" || i.calls != 2 {
			t.Errorf("%s: %q after %d calls, %v", name, i.text, i.calls, err)
		}
		for method, kind := range map[string]Kind{http.MethodGet: Temporary, http.MethodPost: Unknown} {
			s, i := serve(t, broken), into{}
			r := downloading(&i)
			r.Method = method
			err := send(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), r)
			if !Is(err, kind) || !strings.Contains(err.Error(), "the answer was cut short (HTTP 200)") || i.calls != 1 {
				t.Errorf("%s, %s: %d calls, %v", name, method, i.calls, err)
			}
		}
	}
}

// A Receive that hides the connection's error does not make the answer whole.
func TestACutDownloadCannotBeHidden(t *testing.T) {
	t.Parallel()
	for name, result := range map[string]error{"nil": nil, "its own": &Error{Kind: BadInput, Message: "no zip"}} {
		r := downloading(&into{})
		r.Receive = func(_ http.Header, body io.Reader) error {
			_, _ = io.Copy(io.Discard, body)
			return result
		}
		err := send(t, connect(t, Provider{}, Conn{BaseURL: serve(t, cut).URL}), r)
		if !Is(err, Temporary) || !strings.Contains(err.Error(), "cut short") {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := downloading(&into{})
	r.Receive = func(_ http.Header, body io.Reader) error { // knows where it ends
		_, err := io.CopyN(io.Discard, body, 5)
		return err
	}
	if err := send(t, connect(t, Provider{}, Conn{BaseURL: serve(t, cut).URL}), r); !Is(err, Temporary) {
		t.Errorf("stopped reading early: %v", err)
	}
}

func TestADownloadThatIsReset(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		dripping("PK")(w, r)
		reset(w, r)
	})
	var i into
	err := send(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), downloading(&i))
	if !Is(err, Temporary) || !strings.Contains(err.Error(), "the answer was cut short (HTTP 200)") {
		t.Errorf("%v", err)
	}
}

func TestAnErrorOfReceiveEndsTheCall(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, row := range []struct {
			err  error
			kind Kind
		}{
			{&Error{Kind: BadInput, Message: "not a zip", Hint: "look at it"}, BadInput},
			{errors.New("write diagnosis.zip.part: no space left on device"), Failed},
		} {
			s := serve(t, answer(200, strings.Repeat("z", 1<<20)))
			i := into{err: row.err}
			r := downloading(&i)
			r.Method = method
			err := send(t, connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 3}), r)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Kind != row.kind || e.Message != row.err.Error() || e.Call != "Diagnosis" || e.Provider != "test" || i.calls != 1 {
				t.Errorf("%s: %d calls, %+v", method, i.calls, err)
			}
		}
	}
}

func TestTheTraceDoesNotHoldWhatIsReceived(t *testing.T) {
	t.Parallel()
	var out pages
	var i into
	s := serve(t, answer(200, "canary in a zip", "Content-Type", "application/zip"))
	if err := send(t, traced(t, s, &out), downloading(&i)); err != nil || i.text != "canary in a zip" {
		t.Fatalf("%q, %v", i.text, err)
	}
	if got := out.String(); !strings.Contains(got, "< (streamed) 15 bytes after ") || strings.Contains(got, "canary") {
		t.Errorf("trace:\n%s", got)
	}
	s = serve(t, func(w http.ResponseWriter, r *http.Request) { answer(200, "sent: "+out.String())(w, r) })
	if err := send(t, traced(t, s, &out), downloading(&i)); err != nil || strings.Count(i.text, "> GET ") != 2 {
		t.Errorf("while it is awaited the trace says: %s", i.text)
	}
	out = pages{}
	_ = send(t, traced(t, serve(t, cut), &out), downloading(&i))
	if got := out.String(); !strings.Contains(got, "< (streamed) 5 bytes") || !strings.Contains(got, "the answer was cut short") {
		t.Errorf("trace:\n%s", got)
	}
}

func TestLongCallsHaveATimeoutOfTheirOwn(t *testing.T) {
	t.Parallel()
	slow := func(w http.ResponseWriter, r *http.Request) {
		dripping("{")(w, r)
		time.Sleep(300 * time.Millisecond)
		dripping("}")(w, r)
	}
	s := serve(t, slow)
	for _, row := range []struct {
		timeout, long time.Duration
		is, ok        bool
	}{
		{100 * time.Millisecond, 0, true, true}, {100 * time.Millisecond, 10 * time.Second, true, true},
		{10 * time.Second, 100 * time.Millisecond, true, false}, {10 * time.Second, 100 * time.Millisecond, false, true},
		{100 * time.Millisecond, 10 * time.Second, false, false},
	} {
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, Timeout: row.timeout, LongTimeout: row.long})
		for _, receive := range []Receive{nil, (&into{}).receive} {
			r := Request{Name: "Slow", Method: http.MethodGet, Path: "x", Long: row.is, Receive: receive}
			if err := send(t, c, r); (err == nil) != row.ok || (err != nil && !Is(err, Temporary)) {
				t.Errorf("%+v: %v", row, err)
			}
		}
	}
}
