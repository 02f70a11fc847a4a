package service

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math/bits"
	"sync"
)

// Letters are what most ids and secrets are made of, in ascending order.
const Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// Random makes ids, secrets and whatever else a state makes up. It is safe for
// concurrent use, and panics when its source fails.
type Random struct {
	mu     sync.Mutex
	source *bufio.Reader // ids are many and short
}

// NewRandom draws from a reader; nil means crypto/rand.
func NewRandom(from io.Reader) *Random {
	if known, ok := from.(*Random); ok {
		return known
	}
	if from == nil {
		from = rand.Reader
	}
	return &Random{source: bufio.NewReader(from)}
}

func (r *Random) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return io.ReadFull(r.source, p)
}

// Bytes draws n bytes.
func (r *Random) Bytes(n int) []byte {
	out := make([]byte, n)
	if _, err := r.Read(out); err != nil {
		panic("the source of random numbers failed: " + err.Error())
	}
	return out
}

// Number draws 64 bits.
func (r *Random) Number() uint64 { return binary.LittleEndian.Uint64(r.Bytes(8)) }

// Below draws a number from 0 to n-1.
func (r *Random) Below(n int) int { return int(r.Number() % uint64(n)) }

// Hex makes n bytes in lower-case hexadecimal.
func (r *Random) Hex(n int) string { return hex.EncodeToString(r.Bytes(n)) }

// Text makes n characters of an alphabet, each as likely as the others.
func (r *Random) Text(n int, alphabet string) string {
	mask := byte(1)<<bits.Len8(uint8(len(alphabet)-1)) - 1
	out := make([]byte, 0, n)
	for len(out) < n {
		for _, b := range r.Bytes(n) {
			if b &= mask; int(b) < len(alphabet) && len(out) < n {
				out = append(out, alphabet[b])
			}
		}
	}
	return string(out)
}

// Secret makes n letters and digits.
func (r *Random) Secret(n int) string { return r.Text(n, Letters) }

// UUID makes a random (version 4) identifier.
func (r *Random) UUID() string {
	b := r.Bytes(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Word makes a word of eight letters that stands in no documentation, from
// numbers below n that pick gives.
func Word(pick func(n int) int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var out []byte
	for range 4 {
		out = append(out, consonants[pick(len(consonants))], vowels[pick(len(vowels))])
	}
	return string(out)
}
