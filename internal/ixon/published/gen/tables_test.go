package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sample = `{"info":{"version":"0.1.2"},
"components":{"parameters":{"v":{"name":"Api-Version","in":"header","required":true},"b":{"name":"Api-Branding","in":"header"},"f":{"name":"fields","in":"query"}}},
"paths":{
 "/users/{publicId}":{"get":{"summary":"User","security":[{"bearerToken":[]}],
  "parameters":[{"$ref":"#/components/parameters/v"},{"$ref":"#/components/parameters/f"},{"in":"path","name":"publicId"}],
  "responses":{"4XX":{},"200":{"content":{"application/json":{"schema":{"type":"object","properties":{"data":{"type":"object","nullable":true,"properties":
   {"publicId":{"type":"string","minLength":12,"maxLength":12},"on":{"type":"string","format":"date-time","nullable":true}}}}}}}}}}},
 "/users/me":{"patch":{"summary":"MyUser","parameters":[{"$ref":"#/components/parameters/b"}],
  "requestBody":{"content":{"application/json":{"schema":{"type":"array","items":{"type":"object","required":["phone"],"properties":
   {"phone":{"type":"string","pattern":"\\+ [0-9]"},"size":{"type":"integer","minimum":1},"kind":{"oneOf":[{"type":"boolean"},{"type":"string","enum":["a","b"]}]}}}}}}},
  "responses":{"200":{"content":{"application/json":{"schema":{"type":"object","properties":{"data":{"type":"object"}}}}}}}}}}}`

func TestTables(t *testing.T) {
	operations, shapes, err := tables([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	lines := func(text string) (kept []string) {
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "//") {
				kept = append(kept, strings.TrimSpace(line))
			}
		}
		return kept
	}
	if diff := cmp.Diff([]string{"PATCH /users/me MyUser b - []#1 200 object", "GET /users/{publicId} User VT fields - 200 #2?"}, lines(operations)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`~1 \+ [0-9]`, "#1 phone*:text~1 size:number(1..) kind:flag|{a,b}", "#2 publicId:text(12..12) on:time?"}, lines(shapes)); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(operations, "// IXON API, version 0.1.2.") || !strings.HasPrefix(shapes, "// IXON API, version 0.1.2.") {
		t.Error("the version is missing")
	}
}

// What the tables could not say is an error.
func TestTablesRefuse(t *testing.T) {
	for _, c := range []struct{ old, with string }{
		{`"minimum":1`, `"multipleOf":2`}, {`"date-time"`, `"duration"`}, {`"type":"integer"`, `"type":"number"`},
		{"parameters/b", "parameters/x"}, {"Api-Branding", "Api-Other"}, {`"data"`, `"rows"`},
	} {
		if _, _, err := tables([]byte(strings.Replace(sample, c.old, c.with, 1))); err == nil {
			t.Errorf("%s in the place of %s is taken", c.with, c.old)
		}
	}
}
