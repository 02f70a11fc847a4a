package devotokens

import (
	"strings"
	"testing"

	"unictl/internal/rest"
)

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
