package intrexx

import (
	"encoding/hex"
	"io"
	"strings"
)

// raw draws n random bytes.
func (v *view) raw(n int) []byte {
	out := make([]byte, n)
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	_, err := io.ReadFull(v.s.random, out)
	v.fail(err)
	return out
}

// guid makes an id of 40 upper-case hexadecimal digits (contract §2.2).
func (v *view) guid() string { return strings.ToUpper(hex.EncodeToString(v.raw(20))) }

// readable leaves out what is easily misread (contract §8.1).
const readable = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// secret makes n letters and digits.
func (v *view) secret(n int) string {
	var out strings.Builder
	for out.Len() < n {
		for _, b := range v.raw(n) {
			if b &= 63; int(b) < len(readable) && out.Len() < n {
				out.WriteByte(readable[b])
			}
		}
		if v.err != nil {
			return ""
		}
	}
	return out.String()
}
