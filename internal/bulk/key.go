package bulk

import (
	"crypto/sha256"
	"encoding/hex"
)

// key is what is kept of a row's key: the first 128 bits of the SHA-256 of a
// salt and the text. The zero key means "none".
type key [16]byte

func keyOf(salt key, text string) key {
	var space [160]byte // most keys fit: no allocation
	sum := sha256.Sum256(append(append(space[:0], salt[:]...), text...))
	k := key(sum[:16])
	if k == (key{}) {
		k[0] = 1
	}
	return k
}

// keyHexSize is the length of a key in hexadecimal.
const keyHexSize = 2 * len(key{})

func (k key) String() string { return hex.EncodeToString(k[:]) }

// parseKey reads the hexadecimal form.
func parseKey(text []byte) (k key, ok bool) {
	if len(text) != keyHexSize {
		return k, false
	}
	_, err := hex.Decode(k[:], text)
	return k, err == nil && k != (key{})
}
