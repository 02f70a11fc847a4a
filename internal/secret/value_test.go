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

// What stands around a secret by mistake is taken off where it cannot be meant,
// and refused where the secret would be another one. No message repeats it.
func TestSecretsAsPeopleGiveThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want, refused string }{
		{"token", "\ufefftok123\r\n", "tok123", ""},
		{"token", "tok123\r", "tok123", ""},
		{"token", "a.b-c_d~+/=", "a.b-c_d~+/=", ""},
		{"token", "Bearer tok123", "", `begins with the word "Bearer"`},
		{"token", "basic tok123", "", `begins with the word "basic"`},
		{"token", `"tok123"`, "", "begins with a quote"},
		{"api_secret", "'tok123'", "", "begins with a quote"},
		{"token", "tok 123", "", "holds a blank"},
		{"api_key", "tök123", "", "outside of ASCII"},
		{"otp", "123\u200b456", "", "outside of ASCII"},
		{"otp", "123 456\n", "123456", ""},
		{"otp", " 12-34 56", "123456", ""},
		{"otp", "123\u00a0456", "123456", ""},
		{"otp", "123\u2013456", "123456", ""},
		{"otp", "123 45a", "", "holds a blank"},
		{"otp", "123\t456", "", "control character"},
		{"otp", " - ", "", ""},
		{"token", "123 456", "", "holds a blank"},
		{"token", "tok\n123", "", "line break"},
		{"password", "\ufeff\"tök 123\" \n", "\"tök 123\" ", ""},
		{"password", "Bearer of tok123", "Bearer of tok123", ""},
		{"login", `{"who":"Ada L"}`, `{"who":"Ada L"}`, ""},
		{"token", "\ufeff\n", "", ""},
	} {
		got, err := secret.Tidy(c.text, c.name, "PLACE")
		if got != c.want || (err == nil) != (c.refused == "") {
			t.Errorf("%s %q: %q, %v", c.name, c.text, got, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "PLACE: the secret "+c.refused) && !strings.Contains(err.Error(), c.refused) || strings.Contains(err.Error(), "123")) {
			t.Errorf("%s %q: %v", c.name, c.text, err)
		}
	}
}
