package devotokens

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"unictl/internal/rest"

	"github.com/google/go-cmp/cmp"
)

// operations are all of them with the method, the path below the account's
// tokens and the body that the contract gives (§1.2, §3).
func operations() []operation {
	return []operation{
		{"Tokens", func(ctx context.Context, c *Client) error { _, err := drain(c.Tokens(ctx)); return err }, "GET", "", "", "[]"},
		{"Token", func(_ context.Context, c *Client) error { return do(c.Token("41")) }, "GET", "/41", "", row},
		{"Token of an odd id", func(_ context.Context, c *Client) error { return do(c.Token("a/../b")) }, "GET", "/a%2F..%2Fb", "", row},
		{"Create", func(_ context.Context, c *Client) error {
			return do(c.Create(TokenCreate{"ci <app>", "svc@example.com", []string{"http", "apiv2"}, []string{"table://my.app.web", "level://admin"}}))
		}, "POST", "", `{"name":"ci <app>","user":"svc@example.com","audience":"http apiv2","scopes":"table://my.app.web level://admin"}`, row},
		{"Create with little", func(_ context.Context, c *Client) error { return do(c.Create(TokenCreate{Name: "ci"})) }, "POST", "", `{"name":"ci"}`, row},
		{"CreateRaw", func(_ context.Context, c *Client) error {
			call, err := c.CreateRaw(json.RawMessage(`{"name":"ci","ttl": 60}`))
			if err != nil {
				return err
			}
			return do(call)
		}, "POST", "", `{"name":"ci","ttl": 60}`, row},
		{"Enable", func(_ context.Context, c *Client) error { return do(c.Enable("41")) }, "PUT", "/41/enable", "", ""},
		{"Disable", func(_ context.Context, c *Client) error { return do(c.Disable("41")) }, "PUT", "/41/disable", "", ""},
		{"Rename", func(_ context.Context, c *Client) error { return do(c.Rename("41", "ci & co")) }, "PUT", "/41/rename", `{"name":"ci & co"}`, ""},
		{"Delete", func(_ context.Context, c *Client) error { return do(c.Delete("41")) }, "DELETE", "/41", "", ""},
	}
}

type operation struct {
	name   string
	run    func(context.Context, *Client) error
	method string
	path   string
	body   string
	answer string
}

// modes are the ways to authorise a call, with the headers that they set.
func modes() map[string]func(body string) (rest.Auth, http.Header) {
	return map[string]func(string) (rest.Auth, http.Header){
		"bearer": func(string) (rest.Auth, http.Header) {
			return rest.Bearer(canaryToken), http.Header{"Authorization": {"Bearer " + canaryToken}}
		},
		"standAloneToken": func(string) (rest.Auth, http.Header) {
			return StandAloneToken(canaryToken), http.Header{"Standalonetoken": {canaryToken}}
		},
		"signed": func(body string) (rest.Auth, http.Header) {
			return HMAC("key", canarySecret, KeyHeader(testAccount), signedAt), http.Header{
				"X-Logtrust-Reseller-Apikey": {"key"}, "X-Logtrust-Timestamp": {"1700000000000"},
				"X-Logtrust-Sign": {sign("key", canarySecret, "1700000000000", []byte(body))},
			}
		},
	}
}

func TestOperations(t *testing.T) {
	places := map[string]string{
		"":     "/xxx/ws/accounts/my_domain@test/credentials/tokens",
		PathWS: "/xxx/ws/accounts/my_domain@test/credentials/tokens",
		PathV2: "/xxx/v2/accounts/my_domain@test/tokens",
	}
	for _, op := range operations() {
		for mode, auth := range modes() {
			for style, place := range places {
				t.Run(op.name+"/"+mode+"/"+style, func(t *testing.T) {
					credential, headers := auth(op.body)
					server, client := serveWith(t, rest.Conn{Auth: credential}, Settings{testAccount, style}, answer200(op.answer))
					if err := op.run(t.Context(), client); err != nil {
						t.Fatal(err)
					}
					headers.Set("User-Agent", "unictl/test")
					headers.Set("Accept", "application/json")
					if op.body != "" {
						headers.Set("Content-Type", "application/json")
					}
					got := server.last(t)
					got.header = relevant(got.header)
					want := seen{op.method, place + op.path, op.body, headers}
					if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
						t.Errorf("the request differs (-want +got):\n%s", diff)
					}
					if len(server.calls) != 1 {
						t.Errorf("%d calls", len(server.calls))
					}
				})
			}
		}
	}
}

// relevant are all headers but those of the transport.
func relevant(h http.Header) http.Header {
	for _, name := range []string{"Accept-Encoding", "Content-Length", "Connection"} {
		h.Del(name)
	}
	return h
}

func TestCreateRawRefuses(t *testing.T) {
	server, client := serve(t, answer200(row))
	for _, body := range []string{"", "null", "[]", `"x"`, `{"name":`, "{} {}"} {
		_, err := client.CreateRaw(json.RawMessage(body))
		if e := asError(t, err, rest.BadInput); !strings.Contains(e.Message, "JSON object") {
			t.Errorf("%q: %v", body, e)
		}
	}
	if len(server.calls) != 0 {
		t.Errorf("sent %+v", server.calls)
	}
}

// TestWhatIsRepeated holds which calls are sent again after a gateway's answer.
func TestWhatIsRepeated(t *testing.T) {
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			want := 2
			if op.method == "POST" {
				want = 1
			}
			server, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Retries: 1}, Settings{Account: testAccount}, reply{status: 502})
			if err := op.run(t.Context(), client); err == nil {
				t.Error("no error")
			}
			if len(server.calls) != want {
				t.Errorf("%d calls, want %d", len(server.calls), want)
			}
		})
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	server, client := serve(t, reply{status: 307, header: http.Header{"Location": {"/xxx/elsewhere"}}}, answer200("[]"))
	_, err := drain(client.Tokens(t.Context()))
	if e := asError(t, err, rest.Failed); !strings.Contains(e.Message, "/xxx/elsewhere") || len(server.calls) != 1 {
		t.Error(e, server.calls)
	}
}

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
		{"entry without a readable id", answer200(`[{"id":{},"name":"x"}]`), `entry 1: an id is neither`, "not an object", rest.Failed, false},
		{"no list", answer200(`{"id":1}`), "not a list", "", rest.Failed, false},
		{"JSON that ends early", answer200(`[{"id":1},`), "entry 2: ", "not an object", rest.Failed, false},
		{"cut short", reply{status: 200, body: `[{"id":`, cut: true}, "cut short", "cut short", rest.Temporary, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.reply)
			list, err := drain(client.Tokens(t.Context()))
			errs := map[string]error{test.list: err, test.one: do(client.Token("1"))}
			if err == nil && len(list) != 0 {
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

// TestAnswersToChanges: what a success says is not public, so every form is
// taken (§3.4).
func TestAnswersToChanges(t *testing.T) {
	withValue := strings.Replace(row, `"id":41`, `"id":41,"token":"`+canaryValue+`"`, 1)
	tests := []struct {
		name  string
		reply reply
		id    ID
		value string
		raw   string
	}{
		{"token", answer200(row), "41", "", row},
		{"201", reply{status: 201, body: row}, "41", "", row},
		{"token with its value", answer200(withValue), "41", canaryValue, strings.Replace(withValue, canaryValue, "[redacted]", 1)},
		{"token with a masked value", answer200(`{"id":1,"name":"a","token":"tk.ab.12345"}`), "1", "", `{"id":1,"name":"a","token":"tk.ab.12345"}`},
		{"value under an unknown key", answer200(`{"blue":"` + canaryValue + `"}`), "", canaryValue, `{"blue":"[redacted]"}`},
		{"value alone", answer200(canaryValue), "", canaryValue, `"[redacted]"`},
		{"value in a sentence", answer200("created " + canaryValue + "."), "", "", `"[redacted]"`},
		{"id of something", answer200(`{"id":"r-1","status":"done"}`), "", "", `{"id":"r-1","status":"done"}`},
		{"odd types", answer200(`{"id":1,"name":"a","active":"yes"}`), "", "", `{"id":1,"name":"a","active":"yes"}`},
		{"no error", answer200(`{"error":null}`), "", "", `{"error":null}`},
		{"list", answer200(`[1]`), "", "", `[1]`},
		{"true", answer200(`true`), "", "", `true`},
		{"text", answer200("OK\n"), "", "", `"OK\n"`},
		{"bad UTF-8", answer200("O\xffK"), "", "", "\"O\uFFFDK\""},
		{"empty", answer200(""), "", "", `null`},
		{"blank", answer200(" \n"), "", "", `" \n"`},
		{"204", reply{status: 204}, "", "", `null`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, test.reply)
			for _, call := range []rest.Call[Answer]{
				client.Create(TokenCreate{Name: "a"}), client.Enable("1"), client.Disable("1"), client.Rename("1", "a"), client.Delete("1"),
			} {
				a, err := call.Do(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if a.ID != test.id || a.Value.Reveal() != test.value || a.Value.IsZero() != (test.value == "") {
					t.Errorf("id %q, value %q", a.ID, a.Value.Reveal())
				}
				sent, err := call.Send(t.Context())
				if err != nil || string(sent) != test.raw {
					t.Errorf("sent gives %s, %v", sent, err)
				}
				hidden(t, "the answer", string(sent))
			}
		})
	}
}

// TestNoConsent: a web page and a success that reports an error leave the
// outcome open.
func TestNoConsent(t *testing.T) {
	for _, body := range []string{"<html>sign in", `{"error":"nope"}`, `{"error":{"code":1,"message":"` + canaryValue + `"},"token":"` + canaryValue + `"}`} {
		_, client := serve(t, answer200(body))
		for _, call := range []rest.Call[Answer]{client.Create(TokenCreate{Name: "a"}), client.Enable("1"), client.Delete("1")} {
			if e := asError(t, do(call), rest.Unknown); e.RequestID != testCID {
				t.Errorf("%v, request id %q", e, e.RequestID)
			}
		}
	}
}
