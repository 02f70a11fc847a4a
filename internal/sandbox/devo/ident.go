package devo

import (
	"encoding/hex"
	"io"
	"math/rand/v2"
	"sync"
)

// idents makes values, ids and words. Its generator is a cryptographic one,
// seeded from the source.
type idents struct {
	mu     sync.Mutex
	random *rand.ChaCha8
}

func newIdents(source io.Reader) (*idents, error) {
	var seed [32]byte
	if _, err := io.ReadFull(source, seed[:]); err != nil {
		return nil, err
	}
	return &idents{random: rand.NewChaCha8(seed)}, nil
}

// hex makes n random bytes in lower-case hexadecimal.
func (g *idents) hex(n int) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	raw := make([]byte, n)
	_, _ = g.random.Read(raw) // never fails
	return hex.EncodeToString(raw)
}

// value makes a token's value: 32 hexadecimal characters (contract §2.1).
func (g *idents) value() string { return g.hex(16) }

// cid makes a correlation id.
func (g *idents) cid() string { return g.hex(8) }

// below makes a number from 0 to n-1.
func (g *idents) below(n int) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return int(g.random.Uint64() % uint64(n))
}

// word makes a word of eight letters that stands in no documentation.
func (g *idents) word() string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var out []byte
	for range 4 {
		out = append(out, consonants[g.below(len(consonants))], vowels[g.below(len(vowels))])
	}
	return string(out)
}
