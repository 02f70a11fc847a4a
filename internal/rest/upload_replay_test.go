package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// replaying does what net/http does when an idle connection turns out to be
// closed: it takes the body a second time by itself.
type replaying struct {
	again int64 // bytes read the second time; -1 = all
	text  string
}

func (p *replaying) RoundTrip(r *http.Request) (*http.Response, error) {
	_, _ = io.CopyN(io.Discard, r.Body, 3)
	_ = r.Body.Close()
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	var limited io.Reader = body
	if p.again >= 0 {
		limited = io.LimitReader(body, p.again)
	}
	text, err := io.ReadAll(limited)
	p.text = string(text)
	return nil, errors.Join(errors.New("no connection"), err)
}

func TestTheTransportMayTakeTheBodyAgain(t *testing.T) {
	t.Parallel()
	for again, broke := range map[int64]bool{4: true, 0: false, -1: false} {
		content, opened, open := fileOf("0123456789")
		x := &exchange{call: &Request{Method: http.MethodPost, Content: content}}
		x.sent.Store(true)
		p := &replaying{again: again}
		r := httptest.NewRequestWithContext(context.WithValue(t.Context(), exchangeKey{}, x), http.MethodPost, "http://portal.example.com/x", nil)
		_, err := upload{p}.RoundTrip(r)
		cut, ok := errors.AsType[*uploadError](err)
		if ok != broke || (broke && cut.handed != 4) || x.sent.Load() != (again == -1) {
			t.Errorf("%d bytes again: sent %t, %v", again, x.sent.Load(), err)
		}
		if opened.Load() != 2 || leftOpen(open) != 0 || (again < 0 && p.text != "0123456789") {
			t.Errorf("%d bytes again: opened %d times, %d left open, %q", again, opened.Load(), open.Load(), p.text)
		}
	}
}

// An upload that was called incomplete stays so: whoever still reads it gets
// nothing more.
func TestAnUploadThatWasGivenUpHandsOutNothingMore(t *testing.T) {
	t.Parallel()
	content, _, _ := fileOf("0123456789")
	o, err := content.open(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, o, 4); err != nil {
		t.Fatal(err)
	}
	if handed, failed := o.stop(); handed != 4 || failed != nil {
		t.Errorf("%d bytes, %v", handed, failed)
	}
	if rest, err := io.ReadAll(o); err == nil || len(rest) != 0 || o.whole() {
		t.Errorf("%q, %v", rest, err)
	}
}

// HTTP/2 sends bodies and errors another way.
func TestUploadsOverHTTP2(t *testing.T) {
	t.Parallel()
	s := start(t, func(w http.ResponseWriter, r *http.Request) { answer(200, `"`+r.Proto+`"`)(w, r) }, func(s *httptest.Server) {
		s.EnableHTTP2 = true
		s.StartTLS()
	})
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, CACert: authorityOf(t, s), Retries: 2})
	content, _, _ := fileOf(large)
	if proto, err := NewCall(c, uploading(http.MethodPost, content), JSON[string]).Do(t.Context()); err != nil || proto != "HTTP/2.0" {
		t.Fatalf("%s, %v", proto, err)
	}
	if got := s.requests()[0]; got.Body != large || got.Header.Get("Content-Length") == "" {
		t.Errorf("%d bytes, Content-Length %q", len(got.Body), got.Header.Get("Content-Length"))
	}
	content.Size++
	if err := send(t, c, uploading(http.MethodPost, content)); !Is(err, BadInput) {
		t.Errorf("a file that is shorter: %v", err)
	}
	content.Size -= 2
	if err := send(t, c, uploading(http.MethodPost, content)); !Is(err, BadInput) {
		t.Errorf("a file that is longer: %v", err)
	}
}
