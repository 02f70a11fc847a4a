package secret

import (
	"context"
	"testing"
	"time"
)

// Peek shows what is kept, an expired token too, and writes nothing.
func TestPeek(t *testing.T) {
	dir := t.TempDir()
	cache := NewTokenCache(dir, nil)
	key := TokenKey{Provider: "iot", Place: "https://a", User: "ada"}
	if _, kept := cache.Peek(key); kept {
		t.Error("there is a token before anybody signed in")
	}
	old := Token{Value: NewValue("old", ""), Expires: time.Now().Add(-time.Hour), Refresh: NewValue("means", "")}
	if _, err := cache.Get(t.Context(), key, 0, func(context.Context) (Token, error) { return old, nil }); err != nil {
		t.Fatal(err)
	}
	token, kept := NewTokenCache(dir, nil).Peek(key)
	if !kept || token.Reveal() != "old" || token.Refresh.Reveal() != "means" {
		t.Errorf("%v: %q with %q", kept, token.Reveal(), token.Refresh.Reveal())
	}
	if err := cache.Forget(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if _, kept := cache.Peek(key); kept {
		t.Error("there is a token after it was forgotten")
	}
}
