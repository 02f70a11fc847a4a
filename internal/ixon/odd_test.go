package ixon

import "testing"

// TestOneOddTime: it fails neither the list nor its own row.
func TestOneOddTime(t *testing.T) {
	for _, text := range []string{`""`, `"2026-11-30T14:05:51+0000"`, `"2026-11-30 14:05:51"`, `7`} {
		_, client := serve(t, success(`[{"publicId":"u1","name":"Ada","lastSeenOn":`+text+`},{"publicId":"u2","name":"Eve"}]`))
		names := ""
		for item, err := range client.Users(t.Context()) {
			if err != nil {
				t.Fatal(text, err)
			}
			if names += item.Value.Name; item.Value.Name == "Ada" && string(item.Odd["lastSeenOn"]) != text {
				t.Errorf("%s: %v", text, item.Odd)
			}
		}
		if names != "AdaEve" {
			t.Errorf("%s: %s", text, names)
		}
	}
}
