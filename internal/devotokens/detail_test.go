package devotokens

import (
	"encoding/json"
	"strings"
	"testing"

	"unictl/internal/rest"
)

func TestDetail(t *testing.T) {
	const mask = "tk.0a1b2c.9a17e"
	tests := []struct {
		name, value string
		reveal      bool
		want, raw   string
	}{
		{"hidden", canaryValue, false, "hidden (--reveal", `"[redacted]"`},
		{"revealed", canaryValue, true, canaryValue, `"` + canaryValue + `"`},
		{"masked", mask, false, "masked by Devo", `"` + mask + `"`},
		{"masked, to be revealed", mask, true, "masked by Devo", `"` + mask + `"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, client := serve(t, answer200(withValue("42", test.value)))
			item, err := client.Detail(t.Context(), "42", test.reveal)
			if err != nil || item.Value.ID != "42" || !strings.HasPrefix(item.Value.Value, test.want) {
				t.Errorf("%+v %v", item.Value, err)
			}
			if raw := string(item.Raw); !strings.Contains(raw, `"zebra":`+test.raw) || !strings.Contains(raw, `"name":"ci"`) {
				t.Errorf("%s", raw)
			}
		})
	}
	_, client := serve(t, answer200(row), reply{status: 404, body: envelope("7", "gone")})
	if item, err := client.Detail(t.Context(), "41", true); err != nil || item.Value.Value != "" {
		t.Errorf("a token without a value: %+v %v", item.Value, err)
	}
	_, err := client.Detail(t.Context(), "41", true)
	asError(t, err, rest.NotFound)
}

func TestCreateFrom(t *testing.T) {
	server, client := serve(t, answer200(row))
	for _, test := range []struct {
		body json.RawMessage
		sent string
	}{
		{nil, `{"name":"ci"}`},
		{json.RawMessage(`{"name":"raw","ttl":1}`), `{"name":"raw","ttl":1}`},
	} {
		call, err := client.CreateFrom(TokenCreate{Name: "ci"}, test.body)
		if err == nil {
			err = do(call)
		}
		if got := server.last(t); err != nil || got.body != test.sent {
			t.Errorf("%s: sent %s, %v", test.body, got.body, err)
		}
	}
	_, err := client.CreateFrom(TokenCreate{}, json.RawMessage(`[]`))
	asError(t, err, rest.BadInput)
}

func TestNameIn(t *testing.T) {
	for body, want := range map[string]string{`{"name":"ci"}`: "ci", `{"name":5}`: "", `{}`: "", `[]`: "", `{`: ""} {
		if got := NameIn(json.RawMessage(body)); got != want {
			t.Errorf("%s: %q", body, got)
		}
	}
}

func TestIsID(t *testing.T) {
	for text, want := range map[string]bool{"41": true, "0": true, "": false, "4a": false, "-1": false, " 4": false, "٤": false} {
		if IsID(text) != want {
			t.Errorf("%q", text)
		}
	}
}
