package rest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A sentence of a service that holds a secret which nobody knows is shown without
// it, in the message and in the details; what it says else is shown.
func TestSecretsInSentences(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]string{
		"login of ada failed, password: CANARY-1x":           "login of ada failed, password: [redacted]",
		"cannot reach Server=db;Password=CANARY-1x; retry":   "cannot reach Server=db;Password=[redacted]; retry",
		"cannot reach http://ada:CANARY-1x@host/a":           "cannot reach http://ada:[redacted]@host/a",
		"refused: Bearer CANARY-1x":                          "refused: Bearer [redacted]",
		"<input name=password value=CANARY-1x> is no answer": "<input name=password value=[redacted]> is no answer",
		"password: must not be blank":                        "password: must not be blank",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]string{"message": sentence}}})
		}))
		t.Cleanup(server.Close)
		_, err := fetch(t, connect(t, Provider{}, Conn{BaseURL: server.URL}), "a")
		e, ok := err.(*Error)
		if !ok || !strings.Contains(e.Message, want) || strings.Contains(string(e.Details), "CANARY") {
			t.Errorf("%s: %v, %s", sentence, err, e.Details)
		}
	}
}
