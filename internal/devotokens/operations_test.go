package devotokens

import (
	"context"
	"encoding/json"
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
