package secret

import (
	"fmt"
	"strings"
)

// keyringKey is "context/provider/name". What else than small letters, digits,
// dots, dashes and underscores stands in a part is written as %xx, so that no
// two Refs have one key, even on Windows, which knows no case here.
func keyringKey(ref Ref) string {
	parts := []string{ref.Context, ref.Provider, ref.Name}
	for i := range parts {
		parts[i] = escaped(parts[i])
	}
	return strings.Join(parts, "/")
}

func escaped(part string) string {
	const plain = "abcdefghijklmnopqrstuvwxyz0123456789._-"
	var text strings.Builder
	for i := range len(part) {
		if strings.IndexByte(plain, part[i]) >= 0 {
			text.WriteByte(part[i])
		} else {
			fmt.Fprintf(&text, "%%%02x", part[i])
		}
	}
	return text.String()
}
