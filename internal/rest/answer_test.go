package rest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

const page = "<!DOCTYPE html>\n<html>\x1b[31m<title>Sign\u202e in</title>"

func TestAnswersThatAreNotWhatIsDue(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name           string
		handle         http.HandlerFunc
		read, write    Kind
		message, hints string
	}{
		{"web page", answer(200, page), Failed, Unknown, `not JSON: "<!DOCTYPE html> <html>[31m<title>Sign in</title>"`, "proxy or login page"},
		{"web page called JSON", answer(200, page, "Content-Type", "application/json"), Failed, Unknown, "not JSON", "wrong path"},
		{"empty", answer(200, ""), Failed, Unknown, "empty where JSON was due", "wrong path"},
		{"blank", answer(200, " \n"), Failed, Unknown, "empty where JSON was due", "wrong path"},
		{"no content", answer(204, ""), Failed, Unknown, "empty where JSON was due", ""},
		{"text", answer(200, "temporarily closed"), Failed, Unknown, `not JSON: "temporarily closed"`, "proxy"},
		{"broken", answer(200, `{"a":`), Failed, Unknown, "cannot be understood", ""},
		{"other type", answer(200, `[]`), Failed, Unknown, "cannot be understood", ""},
		{"more than one", answer(200, `{} {}`), Failed, Unknown, "cannot be understood", ""},
		{"page with 404", answer(404, page), NotFound, NotFound, `Not Found: "<!DOCTYPE`, "wrong path"},
		{"text with 404", answer(404, "not found: nothing here"), NotFound, NotFound, `Not Found: "not found: nothing here"`, ""},
		{"gateway", answer(502, "<html>bad gateway"), Temporary, Unknown, `Bad Gateway: "<html>bad gateway"`, ""},
		{"odd status", answer(799, "?"), Temporary, Unknown, `the service refused: "?"`, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, row.handle)
			c := connect(t, Provider{}, Conn{BaseURL: s.URL})
			for method, kind := range map[string]Kind{http.MethodGet: row.read, http.MethodPost: row.write} {
				_, err := NewCall(c, Request{Name: "Call", Method: method, Path: "x"}, JSON[map[string]any]).Do(t.Context())
				e, ok := errors.AsType[*Error](err)
				if !ok || e.Kind != kind || !strings.Contains(e.Message, row.message) || !strings.Contains(e.Hint, row.hints) {
					t.Errorf("%s: %v %v; hint %q", method, KindOf(err), err, e.Hint)
				}
				if !isPrintable(e.Message) {
					t.Errorf("%s: not printable: %q", method, e.Message)
				}
			}
		})
	}
}

func TestAnyContentTypeOfJSONIsRead(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"a":1}`, "Content-Type", "text/html"))
	if got, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x"); err != nil || string(got) != `{"a":1}` {
		t.Errorf("%s, %v", got, err)
	}
}

func TestIgnoreTakesNoWebPageForConsent(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{"": true, "ok": true, `{"data":null}`: true, page: false, "\n<HTML>": false} {
		s := serve(t, answer(200, body))
		c := connect(t, Provider{}, Conn{BaseURL: s.URL})
		_, err := NewCall(c, Request{Name: "Remove", Method: http.MethodDelete, Path: "x"}, Ignore).Do(t.Context())
		if (err == nil) != want || (err != nil && !Is(err, Unknown)) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestErrorsOfADecoderAreTyped(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"a":1}`))
	own := errors.New("no cursor")
	decode := func(*Response) (int, error) { return 0, own }
	_, err := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL}), Get("List", "x"), decode).Do(t.Context())
	if !Is(err, Failed) || !errors.Is(err, own) {
		t.Errorf("%v", err)
	}
}

func TestSendGivesTheAnswerAsReceived(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"a": 1}`: `{"a": 1}`, "": "null", "token\xff": "\"token\uFFFD\"",
	} {
		s := serve(t, answer(200, body))
		var calls []Prepared
		seen := 0
		call := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL}), Get("Read", "x"), Ignore)
		calls = append(calls, call.Then(func(struct{}) { seen++ }))
		got, err := calls[0].Send(t.Context())
		if err != nil || string(got) != want || !json.Valid(got) || seen != 1 {
			t.Errorf("%q: %s, %v, seen %d", body, got, err, seen)
		}
	}
}

// An answer without an announced length, larger than fits in memory.
func TestAnswersOverTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	const limit = 1 << 10
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("x", limit)); err != nil {
				return
			}
		}
	}
	announced := answer(200, "x", "Content-Length", strconv.Itoa(limit+1))
	lowered := func(s *service) *Client {
		c := connect(t, Provider{}, Conn{BaseURL: s.URL, Retries: 2})
		if c.limit != 32<<20 {
			t.Errorf("the limit is %d", c.limit)
		}
		c.limit = limit
		return c
	}
	for name, handle := range map[string]http.HandlerFunc{"endless": endless, "announced": announced} {
		s := serve(t, handle)
		_, err := fetch(t, lowered(s), "x")
		if !Is(err, Failed) || !errors.Is(err, errTooLarge) || s.count() != 1 {
			t.Errorf("%s: %d requests, %v", name, s.count(), err)
		}
	}
	s := serve(t, endless)
	if err := write(t.Context(), lowered(s), http.MethodPost, false); !Is(err, Unknown) {
		t.Errorf("write: %v", err)
	}
	s = serve(t, answer(200, strings.Repeat("1", limit)))
	if got, err := fetch(t, lowered(s), "x"); err != nil || len(got) != limit {
		t.Errorf("at the limit: %d bytes, %v", len(got), err)
	}
}

func TestTheLengthOfAHeadIsNotThatOfItsBody(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, "", "Content-Length", "999999999"))
	r := Request{Name: "Size", Method: http.MethodHead, Path: "x"}
	if _, err := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL}), r, Ignore).Do(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestARefusalWhoseBodyIsCutIsStillARefusal(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		answer(http.StatusConflict, `{"message":`)(w, r)
	})
	err := write(t.Context(), connect(t, Provider{}, Conn{BaseURL: s.URL}), http.MethodPost, false)
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Conflict || e.Status != http.StatusConflict {
		t.Errorf("%v", err)
	}
}

// TestAnswersThatSayTheyAreErrors: what the provider reads out of a refusal with
// status 200 is masked, and whoever knows the way out is asked.
func TestAnswersThatSayTheyAreErrors(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"error":"canary-0123"}`))
	secrets := &Secrets{}
	secrets.Add("canary-0123")
	read := func(r *Response, e *Error) { e.Kind, e.Message = NotFound, "refused: "+string(r.Body) }
	c := connect(t, Provider{Failure: read}, Conn{BaseURL: s.URL, Secrets: secrets, Explain: func(e *Error) { e.Hint = "hint for " + e.Call }})
	_, err := NewCall(c, Get("Read", "x"), func(r *Response) (struct{}, error) { return struct{}{}, r.Refused("") }).Do(t.Context())
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != NotFound || e.Message != `refused: {"error":"[redacted]"}` || e.Hint != "hint for Read" || e.Status != 200 {
		t.Errorf("%+v", err)
	}
	c = connect(t, Provider{}, Conn{BaseURL: s.URL})
	_, err = NewCall(c, Get("Read", "x"), func(r *Response) (struct{}, error) { return struct{}{}, r.Refused("so it says") }).Do(t.Context())
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != Failed || e.Message != "so it says" {
		t.Errorf("%+v", err)
	}
}
