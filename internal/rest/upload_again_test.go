package rest

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// large is more than what goes up unasked.
var large = strings.Repeat("0123456789abcdef", 1<<17)

// takes answers with what refuse gives, without reading,
// and otherwise takes the body; it notes how much came up each time.
func takes(came *[]int, refuse func(*http.Request) http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if no := refuse(r); no != nil {
			*came = append(*came, 0)
			no(w, r)
			return
		}
		body, _ := io.ReadAll(r.Body)
		*came = append(*came, len(body))
		answer(200, "{}")(w, r)
	}
}

func TestAnUploadStartsOverAfterARenewedCredential(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"small", large} {
		var came []int
		s := bare(t, takes(&came, func(r *http.Request) http.HandlerFunc {
			if r.Header.Get("Authorization") == "Bearer old" {
				return answer(401, "")
			}
			return nil
		}))
		content, opened, open := fileOf(text)
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, Auth: &renewable{token: "old"}})
		if err := send(t, c, uploading(http.MethodPost, content)); err != nil {
			t.Fatal(err)
		}
		s.Close() // waits for the handlers
		if len(came) != 2 || came[1] != len(text) || opened.Load() != 2 || leftOpen(open) != 0 {
			t.Errorf("%d bytes: came up %d; opened %d times, %d left open", len(text), came, opened.Load(), leftOpen(open))
		}
	}
}

func TestAnUploadFollowsARedirectOnItsOwnOrigin(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"small", large} {
		for _, location := range []string{"/there", "there"} {
			var came []int
			s := bare(t, takes(&came, func(r *http.Request) http.HandlerFunc {
				if r.URL.Path == "/things" {
					return answer(301, "", "Location", location)
				}
				if r.Method != http.MethodPatch || r.Header.Get("Content-Type") != "application/zip" {
					return answer(400, "")
				}
				return nil
			}))
			content, opened, _ := fileOf(text)
			if err := send(t, connect(t, follow(), Conn{BaseURL: s.URL}), uploading(http.MethodPatch, content)); err != nil {
				t.Fatal(err)
			}
			if len(came) != 2 || came[1] != len(text) || opened.Load() != 2 {
				t.Errorf("%d bytes: came up %d, opened %d times", len(text), came, opened.Load())
			}
		}
	}
	elsewhere := serve(t, answer(200, "{}"))
	content, _, _ := fileOf("small")
	s := serve(t, answer(301, "", "Location", elsewhere.URL+"/there"))
	if err := send(t, connect(t, follow(), Conn{BaseURL: s.URL}), uploading(http.MethodPost, content)); !Is(err, Failed) || elsewhere.count() != 0 {
		t.Errorf("another origin: %d requests, %v", elsewhere.count(), err)
	}
}

// The body waits for the service to want it: with net/http's server a body is
// asked for by the first read.
func TestALargeBodyWaitsToBeAskedFor(t *testing.T) {
	t.Parallel()
	s := bare(t, answer(413, "<html>too large</html>"))
	content, _, _ := fileOf(large)
	m := &tally{}
	_, err := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL}), uploading(http.MethodPost, content), Ignore).Do(WithMeter(t.Context(), m))
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != Failed || e.Status != 413 || !strings.Contains(e.Hint, "limit raised") {
		t.Errorf("%v; hint %q", err, e.Hint)
	}
	if m.String() != "begin 2097152, end" {
		t.Errorf("meter: %s", m)
	}
}

func TestAServiceThatDoesNotKnowExpect(t *testing.T) {
	t.Parallel()
	var came []int
	s := bare(t, takes(&came, func(r *http.Request) http.HandlerFunc {
		if r.Header.Get("Expect") != "" {
			return answer(417, "")
		}
		return nil
	}))
	content, opened, _ := fileOf(large)
	if err := send(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), uploading(http.MethodPost, content)); err != nil {
		t.Fatal(err)
	}
	if len(came) != 2 || came[1] != len(large) || opened.Load() != 2 {
		t.Errorf("came up %d, opened %d times", came, opened.Load())
	}
}

func TestAnUploadIsRepeatedWhenItProvablyWasNotSent(t *testing.T) {
	t.Parallel()
	s := start(t, answer(201, "{}"), func(s *httptest.Server) {
		s.Listener = &hangUp{s.Listener, 2}
		s.StartTLS()
	})
	content, _, open := fileOf("a file")
	c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2, CACert: authorityOf(t, s)})
	if err := send(t, c, uploading(http.MethodPost, content)); err != nil {
		t.Fatal(err)
	}
	if got := s.requests(); len(got) != 1 || got[0].Body != "a file" || leftOpen(open) != 0 {
		t.Errorf("the service saw %+v, %d left open", got, leftOpen(open))
	}
}
