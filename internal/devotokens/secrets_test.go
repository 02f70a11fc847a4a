package devotokens

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"unictl/internal/rest"
)

// TestSecretsStayInside lets the service echo every secret in answers and
// errors, and looks at errors, traces and previews.
func TestSecretsStayInside(t *testing.T) {
	echo := strings.Join([]string{canaryToken, canarySecret, canaryValue}, " ")
	for mode, auth := range modes() {
		t.Run(mode, func(t *testing.T) {
			var trace bytes.Buffer
			credential, _ := auth("")
			server, client := serveWith(t, rest.Conn{Auth: credential, Trace: &trace}, Settings{Account: testAccount},
				answer200(`{"id":41,"name":"`+canaryToken+`","zebra":"`+canaryValue+`"}`),
				reply{status: 400, body: envelope("1", echo)},
				reply{status: 403, body: `{"error":"` + echo + `","cid":"` + echo + `","object":["` + echo + `"]}`, header: map[string][]string{"X-Devo-Cid": {echo}}},
				reply{status: 502, body: echo},
				reply{status: 200, body: echo, header: map[string][]string{"X-Devo-Cid": {echo}}},
				reply{status: 200, body: "<html>" + echo},
			)
			if _, err := client.Token("41").Do(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, kind := range []rest.Kind{rest.Failed, rest.Credential, rest.Temporary, rest.Failed} {
				_, err := client.Token("41").Do(t.Context())
				asError(t, err, kind)
			}
			asError(t, do(client.Create(TokenCreate{Name: "a"})), rest.Unknown)
			preview, err := json.Marshal([]rest.Preview{
				client.Create(TokenCreate{Name: canaryToken}).Preview(), client.Rename("41", canaryValue).Preview(), client.Delete("41").Preview(),
			})
			if err != nil {
				t.Fatal(err)
			}
			hidden(t, "the preview", string(preview))
			hidden(t, "the trace", trace.String())
			if !strings.Contains(trace.String(), `"zebra":"[redacted]"`) || !strings.Contains(trace.String(), testCID) || len(server.calls) != 6 {
				t.Errorf("the trace shows too little of %d calls: %s", len(server.calls), trace.String())
			}
		})
	}
}

// TestTraceShowsWhatIsDocumented and nothing else of a token.
func TestTraceShowsWhatIsDocumented(t *testing.T) {
	var trace bytes.Buffer
	_, client := serveWith(t, rest.Conn{Auth: rest.Bearer(canaryToken), Trace: &trace}, Settings{Account: testAccount},
		answer200(strings.Replace(row, "}", `,"token":"short","tags":["x"]}`, 1)))
	if err := do(client.Token("41")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ci ingest", "svc-ci@example.com", "2030-01-02", "31536000", `"token":"[redacted]"`, `"tags":["[redacted]"]`, "X-Devo-Cid: " + testCID} {
		if !strings.Contains(trace.String(), want) {
			t.Errorf("the trace lacks %s:\n%s", want, trace.String())
		}
	}
}
