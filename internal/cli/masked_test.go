package cli

import (
	"encoding/json"
	"testing"

	"unictl/internal/cli/change"
)

func maskedBench(t *testing.T) *bench {
	t.Helper()
	b := worksBench(t, showDocument(false), listDocuments(), editVerb("set", false))
	b.service.on("GET /document", reply(200, `{"apiKey":"k-12345","user":"ada","token_count":17}`))
	b.service.on("GET /documents", reply(200, `[{"id":1,"pwd":"first-pwd"},{"id":2,"pwd":""}]`))
	return b
}

// What looks like a secret is shown when it is asked for, and not before.
func TestReveal(t *testing.T) {
	t.Parallel()
	b := maskedBench(t)
	for _, format := range []string{"json", "jsonl", "yaml", "csv", "table"} {
		b.want(0, "works show -o "+format, "out:[redacted]", "out:ada", "out!k-12345", "out:17", "err!e")
		b.want(0, "works show --reveal -o "+format, "out!redacted", "out:k-12345", "out:17")
		b.want(0, "works list -o "+format, "out:[redacted]", "out!first-pwd")
		b.want(0, "works list --reveal -o "+format, "out!redacted", "out:first-pwd")
	}
	b.want(0, "works show --jq .apiKey", "out:[redacted]", "out!k-12345")
}

// A document that is nothing but a secret has no text that may be seen.
func TestHiddenAnswers(t *testing.T) {
	t.Parallel()
	b := worksBench(t, showDocument(true))
	b.service.on("GET /document", reply(200, `{"value":"k-12345","active":true}`))
	b.want(0, "works show", "out!k-12345", "out:active:  true")
	b.want(0, "works show --reveal", "out:k-12345")
	b.service.on("GET /document", reply(200, `"k-12345"`))
	b.want(0, "works show -o json", "out!k-12345", "out:[redacted]")
}

// Only providers that declare it mask what their answers hold.
func TestOtherProvidersShowWhatTheyGot(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	s := b.session()
	raw := json.RawMessage(`{"password":"visible"}`)
	if got := change.Shown(s, raw, true, false); string(got) != string(raw) {
		t.Errorf("without a provider: %s", got)
	}
	s.Provider = plantProvider()
	if got := change.Shown(s, raw, true, false); string(got) != string(raw) {
		t.Errorf("of a provider that does not mask: %s", got)
	}
	s.Provider.Masks = true
	if got := change.Shown(s, raw, false, false); string(got) != `{"password":"[redacted]"}` {
		t.Errorf("of one that does: %s", got)
	}
	if got := change.Shown(s, nil, false, false); got != nil {
		t.Errorf("of nothing: %s", got)
	}
	b.want(2, "plant get Lathe --reveal", "err:unknown flag: --reveal")
}

// The answer to a change is masked, and so is an error that repeats a secret.
func TestSecretsThatAServiceRepeats(t *testing.T) {
	t.Parallel()
	b := maskedBench(t)
	b.service.on("PATCH /document", reply(200, `{"apiKey":"new-key","echo":"ada"}`))
	b.want(0, "works set --set user=eve -o json", "out!new-key", `out:"apiKey": "[redacted]"`, `out:"echo": "ada"`)
	b.service.on("PATCH /document", reply(200, `<html>k-12345 is not allowed`))
	for _, format := range []string{"json", "table"} {
		b.want(9, "works set --set user=eve -o "+format, "err:[redacted] is not allowed", "err!k-12345")
	}
}
