package rest

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func TestEncodingsOfAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, media, want, fails string }{
		"as its header says":        {"{\"data\":\"J\xfcrgen \x80\"}", "application/json; charset=ISO-8859-1", `{"data":"Jürgen €"}`, ""},
		"latin 9":                   {"{\"data\":\"\xa4\"}", `application/json;charset="iso-8859-15"`, `{"data":"€"}`, ""},
		"utf-16":                    {"\xff\xfe{\x00}\x00", "application/json; charset=utf-16", `{}`, ""},
		"UTF-8 with another header": {`{"data":"Jürgen"}`, "application/json; charset=ISO-8859-1", `{"data":"Jürgen"}`, ""},
		"a mark":                    {"\xef\xbb\xbf" + `{"data":[]}`, "application/json", `{"data":[]}`, ""},
		"a mark before blanks":      {"\xef\xbb\xbf\r\n " + `{"data":[]}`, "application/json; charset=utf-8", "\r\n " + `{"data":[]}`, ""},
		"a mark in a text":          {"{\"data\":\"\xef\xbb\xbfx\"}", "application/json", "{\"data\":\"\xef\xbb\xbfx\"}", ""},
		"no encoding":               {"{\"data\":\"J\xfcrgen\"}", "application/json", "", "is not UTF-8"},
		"a strange encoding":        {"{\"data\":\"J\xfcrgen\"}", "application/json; charset=x-none", "", "is not UTF-8"},
		"UTF-8 that is cut":         {"{\"data\":\"J\xc3\"}", "application/json; charset=utf-8", "", "is not UTF-8"},
	} {
		for _, trace := range []io.Writer{nil, io.Discard} {
			s := serve(t, answer(200, c.body, "Content-Type", c.media))
			client := connect(t, Provider{}, Conn{BaseURL: s.URL, Trace: trace})
			for _, decode := range []func(*Response) (json.RawMessage, error){
				JSON[json.RawMessage], func(r *Response) (json.RawMessage, error) { return r.Body, nil },
			} {
				got, err := NewCall(client, Get("Read", "x"), decode).Do(t.Context())
				if c.fails == "" && (err != nil || string(got) != c.want) || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
					t.Errorf("%s: %q, %v", name, got, err)
				}
			}
		}
	}
	s := serve(t, answer(200, "{\"data\":\"J\xfcrgen\"}"))
	if _, err := NewCall(connect(t, Provider{}, Conn{BaseURL: s.URL}), Request{Name: "Write", Method: "POST", Path: "x"}, Ignore).Do(t.Context()); err != nil {
		t.Error("a write whose answer says nothing: ", err)
	}
	s = serve(t, answer(400, "{\"message\":\"J\xfcrgen\"}", "Content-Type", "application/json; charset=iso-8859-1"))
	if _, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x"); err == nil || !strings.Contains(err.Error(), "Jürgen") {
		t.Error("a refusal: ", err)
	}
}
