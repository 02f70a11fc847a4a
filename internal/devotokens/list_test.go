package devotokens

import (
	"context"
	"errors"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestListShowsEveryFieldButValues(t *testing.T) {
	_, client := serve(t, answer200(` [ {"id":1,"name":"a","tags":["x"]} ,{"id":"2","name":"b","token":"`+canaryValue+`","zeta":"`+canaryValue+`"}]`))
	list, err := drain(client.Tokens(t.Context()))
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for i, want := range []string{`{"id":1,"name":"a","tags":["x"]}`, `{"id":"2","name":"b","token":"[redacted]","zeta":"[redacted]"}`} {
		if string(list[i].Raw) != want {
			t.Errorf("row %d is %s", i, list[i].Raw)
		}
	}
	if list[1].Value.ID != "2" || list[1].Value.Name != "b" {
		t.Errorf("%+v", list[1].Value)
	}
}

func TestEmptyList(t *testing.T) {
	_, client := serve(t, answer200("[]"))
	if list, err := drain(client.Tokens(t.Context())); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

func TestListStopsEarly(t *testing.T) {
	server, client := serve(t, answer200(`[{"id":1},{"id":2}]`))
	all := client.Tokens(t.Context())
	for range 2 {
		for item := range all {
			if item.Value.ID != "1" {
				t.Error(item)
			}
			break
		}
	}
	if len(server.calls) != 2 {
		t.Errorf("%d calls, want one for each reading", len(server.calls))
	}
}

// TestReadsThatAreNotWhatTheyShouldBe: every error has the correlation id where
// an answer came whole.
func TestReadsThatAreNotWhatTheyShouldBe(t *testing.T) {
	tests := []struct {
		name       string
		reply      reply
		list, one  string // a part of the message; "" = no error
		kind       rest.Kind
		withoutCID bool
	}{
		{"envelope", answer200(`{"data":[]}`), "not a list", "has no id", rest.Failed, false},
		{"error as success", answer200(`{"error":{"code":112,"message":"no such thing"}}`), "112 no such thing", "112 no such thing", rest.Failed, false},
		{"error text as success", answer200(`{"error":"nope","cid":"x"}`), "reports an error: nope", "reports an error: nope", rest.Failed, false},
		{"error without words", answer200(`{"error":{}}`), "says nothing", "says nothing", rest.Failed, false},
		{"null", answer200(`null`), "not a list", "not an object", rest.Failed, false},
		{"text", answer200(`OK`), `not JSON: "OK"`, `not JSON: "OK"`, rest.Failed, false},
		{"text with a value", answer200("the token is " + canaryValue), "not JSON", "not JSON", rest.Failed, false},
		{"HTML", answer200("<!DOCTYPE html><title>Sign in"), "not JSON", "not JSON", rest.Failed, false},
		{"empty", answer200(""), "empty", "empty", rest.Failed, false},
		{"entry that is null", answer200(`[{"id":1},null]`), "entry 2: a token is not an object", "not an object", rest.Failed, false},
		{"entry without id", answer200(`[{"name":"x"}]`), "entry 1: a token has no id", "not an object", rest.Failed, false},
		{"entry of a wrong shape", answer200(`[{"id":1,"expiration":"soon: 3 days"}]`), `entry 1: "soon: 3 days" is not a time`, "not an object", rest.Failed, false},
		{"no list", answer200(`{"id":1}`), "not a list", "", rest.Failed, false},
		{"JSON that ends early", answer200(`[{"id":1},`), "unexpected end", "not an object", rest.Failed, false},
		{"cut short", reply{status: 200, body: `[{"id":`, cut: true}, "cut short", "cut short", rest.Temporary, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.reply)
			list, err := drain(client.Tokens(t.Context()))
			errs := map[string]error{test.list: err, test.one: do(client.Token("1"))}
			if len(list) != 0 {
				t.Errorf("%d rows of a list that is not whole", len(list))
			}
			for message, err := range errs {
				if message == "" {
					if err != nil {
						t.Error(err)
					}
					continue
				}
				e := asError(t, err, test.kind)
				if !strings.Contains(e.Message, message) {
					t.Errorf("message %q, want %q in it", e.Message, message)
				}
				if (e.RequestID == "") != test.withoutCID {
					t.Errorf("request id %q", e.RequestID)
				}
			}
		})
	}
}

func TestReadsEndWithTheirContext(t *testing.T) {
	_, client := serve(t, answer200(`[]`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := drain(client.Tokens(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
