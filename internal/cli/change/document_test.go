package change

import (
	"encoding/json"
	"testing"

	"unictl/internal/rest"
)

// A number is no secret wherever else it stands: it would take whole sentences
// and documents apart.
func TestNumbersAreMaskedWhereTheyStand(t *testing.T) {
	t.Parallel()
	hidden := &rest.Secrets{}
	hideSecrets(hidden, json.RawMessage(`{"token_ttl":3600,"pin":{"secret":"987654"},"password":"line\nbreak","key_passwd":"77 77"}`))
	for text, want := range map[string]string{
		"wait 3600 s": "wait 3600 s", "pin 987654": "pin [redacted]", "77 77": "[redacted]", `line\nbreak`: "[redacted]", "line\nbreak": "[redacted]",
	} {
		if got := hidden.Mask(text); got != want {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}
