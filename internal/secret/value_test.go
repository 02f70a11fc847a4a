package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"unictl/internal/rest"
	"unictl/internal/secret"
)

const canary = "CANARY-5up3r-s3cret"

func TestValueDoesNotShowItself(t *testing.T) {
	value := secret.NewValue(canary, "somewhere")
	token := secret.Token{Value: value}
	type holder struct {
		Public  secret.Value
		private secret.Value
		pointer *secret.Value
		plain   rest.Secret
	}
	var printed strings.Builder
	for _, thing := range []any{value, &value, token, &token, holder{value, value, &value, value.Secret}, []secret.Value{value}, map[string]secret.Token{"a": token}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&printed, verb+"\n", thing)
		}
		asJSON, errJSON := json.Marshal(thing)
		asYAML, errYAML := yaml.Marshal(map[string]any{"v": value, "t": token})
		if err := errors.Join(errJSON, errYAML); err != nil {
			t.Fatal(err)
		}
		printed.Write(append(asJSON, asYAML...))
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", value, "t", token)
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", value, "h", holder{value, value, &value, value.Secret})
	text := printed.String() + log.String()
	for _, form := range []string{canary, fmt.Sprintf("%x", canary)} {
		if strings.Contains(text, form) {
			t.Errorf("the secret shows itself in %s", text)
		}
	}
	if got := fmt.Sprintf("%v %s %q", value, token, value); got != "[redacted] [redacted] [redacted]" {
		t.Errorf("printed as %s", got)
	}
	if value.Reveal() != canary || value.Origin() != "somewhere" || (secret.Value{}).Reveal() != "" {
		t.Errorf("revealed %q from %q", value.Reveal(), value.Origin())
	}
}
