package rest

import (
	"strings"
	"testing"
)

// refusals are shapes that services and the frameworks below them answer with,
// and what a person is told.
var refusals = map[string]string{
	`{"errors":[{"field":"name","message":"must not be blank"}]}`:          "name: must not be blank",
	`{"errors":[{"field":"a","message":"x"},{"field":"b","message":"y"}]}`: "a: x; b: y",
	`["a","b"]`:                              "a; b",
	` "text" `:                               "text",
	`{"message":"m","errors":["e"]}`:         "m: e",
	`{"error":{"code":3,"message":"deep"}}`:  "deep",
	`{"fault":{"detail":"d\u001b[31m\n e"}}`: "d[31m e",
	`{"name":["may not be null"]}`:           `{"name":["may not be null"]}`,
	`{"password":"hunter2","x":"y"}`:         `{"password":"[redacted]","x":"y"}`,
	`{"code":401,"business":true}`:           "",
	`{}`:                                     "",
	`[]`:                                     "",
	`["1","2","3","4","5","6","7"]`:          "1; 2; 3; 4; 5; and 2 more",
	`{"message":`:                            "",
}

func quote(text string) string {
	quoted, _ := Body(text)
	return string(quoted)
}

func TestReason(t *testing.T) {
	for body, want := range refusals {
		if got := Reason([]byte(body)); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// TestDetails: what a service says is carried whole and safe for machines.
func TestDetails(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":[1,{"password":"hunter2"}],"b":` + quote(canary) + `}`: `{"a":[1,{"password":"[redacted]"}],"b":"[redacted]"}`,
		"":                             "",
		"<error>no\xfc</error>":        "\"<error>no\uFFFD</error>\"",
		"secret=hunter2&x=1 " + canary: `"secret=[redacted]&x=1 [redacted]"`,
		`{"cut":`:                      `"{\"cut\":"`,
	} {
		s := serve(t, answer(400, body))
		var known Secrets
		known.Add(canary)
		client := connect(t, Provider{}, Conn{BaseURL: s.URL, Secrets: &known})
		_, err := fetch(t, client, "x")
		e, ok := err.(*Error)
		if !ok || string(e.Details) != want {
			t.Errorf("%s: %s, want %s", body, e.Details, want)
		}
	}
	s := serve(t, answer(400, `{"a":"`+strings.Repeat("b", 2*maxReason)+`"}`))
	_, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: s.URL}), "x")
	if e, ok := err.(*Error); !ok || len(e.Details) > maxReason+100 || len(e.Message) > 200 {
		t.Errorf("%d bytes of details, %.300q", len(e.Details), err)
	}
}
