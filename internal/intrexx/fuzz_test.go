package intrexx

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"unictl/internal/rest"
)

// FuzzToken holds that whatever answers /auth gives a token that fits a header,
// with a time that can be written, or none.
func FuzzToken(f *testing.F) {
	for _, seed := range []string{"abc", `"abc"`, `{"token":"a"}`, `{"access_token":"a"}`, "", "<html>", "a\nb", jwt(`{"exp":1900000000}`), jwt(`{"exp":1e99}`), "a.b.c", `"\u0000"`} {
		f.Add([]byte(seed))
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body []byte) {
		token, err := readToken(body)
		if (err == nil) != (token != "") {
			t.Fatalf("%q and %v", token, err)
		}
		if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q does not fit a header", token)
		}
		for _, text := range []string{token, string(body)} {
			end := expiry(text, now)
			if _, err := json.Marshal(end); err != nil || !end.After(now) {
				t.Errorf("%s %v", end, err)
			}
		}
	})
}

// FuzzLocation holds that an id from a Location is one that a path can take.
func FuzzLocation(f *testing.F) {
	for _, seed := range []string{"test01/users/6", "/test01/users/6", "https://h/test01/users/6", "//h", "a%2Fb", "..", "%", "?#", "a//b//"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, location string) {
		if id := lastSegment(location); id != "" && CheckID(id) != nil {
			t.Errorf("%q gives the id %q", location, id)
		}
	})
}

// FuzzList holds that rows are JSON as it was received.
func FuzzList(f *testing.F) {
	for _, seed := range []string{`[1,{"id":2}]`, `{"a":[1]}`, `{"a":[1],"b":[]}`, `null`, `"x"`, `x`, ``, `{`, `[]`, "\xff", ` [ {"a" : 1} ] `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		trimmed := bytes.TrimSpace(body)
		if len(trimmed) == 0 || trimmed[0] == '<' || (trimmed[0] == '{' || trimmed[0] == '[') && !json.Valid(trimmed) {
			return // an error, which needs an answer that came over the wire
		}
		list, err := array(&rest.Response{Status: http.StatusOK, Body: body})
		if err != nil || list == nil {
			return
		}
		for row, err := range rest.Elements(list) {
			if err != nil {
				t.Fatal(err)
			}
			item := itemOf(row)
			if !json.Valid(item.Raw) || json.Valid(body) && !bytes.Contains(body, item.Raw) {
				t.Errorf("%q has a row %q", body, item.Raw)
			}
			for _, text := range append(item.Value.Names(), item.Value.ID()) {
				if strings.ContainsFunc(text, unicode.IsControl) {
					t.Errorf("%q is not one line", text)
				}
			}
		}
	})
}

// FuzzFailure holds that no error body makes an error that cannot be printed.
func FuzzFailure(f *testing.F) {
	f.Add(400, "SignIn", `{"error":{"message":"text"}}`)
	f.Add(404, "PortalList", "<html><title>x")
	f.Add(500, "UserGet", `{"message":"a\u001b"}`)
	f.Fuzz(func(t *testing.T, status int, call, body string) {
		e := &rest.Error{Call: call, Status: status, Message: "as it was"}
		failure(&rest.Response{Status: status, Body: []byte(body)}, e)
		if e.Message == "" || strings.ContainsFunc(e.Message, func(r rune) bool { return !unicode.IsPrint(r) && r != ' ' }) {
			t.Errorf("%q", e.Message)
		}
	})
}
