package ixon

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	mathrand "math/rand/v2"
	"sync"
)

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// idents makes the identifiers of contract §7. Public ones come from a fast
// generator seeded from the source; secrets come from the source itself.
type idents struct {
	mu     sync.Mutex
	source io.Reader
	fast   *mathrand.ChaCha8
}

func newIdents(source io.Reader) (*idents, error) {
	if source == nil {
		source = rand.Reader
	}
	var seed [32]byte
	if _, err := io.ReadFull(source, seed[:]); err != nil {
		return nil, err
	}
	return &idents{source: source, fast: mathrand.NewChaCha8(seed)}, nil
}

// text makes n letters and digits, uniformly.
func text62(r io.Reader, n int) string {
	out := make([]byte, 0, n)
	var raw [48]byte
	for len(out) < n {
		if _, err := io.ReadFull(r, raw[:]); err != nil {
			panic("the source of random numbers failed: " + err.Error())
		}
		for _, b := range raw {
			if b &= 63; b < 62 && len(out) < n {
				out = append(out, alphabet[b])
			}
		}
	}
	return string(out)
}

// public makes a 12-character publicId.
func (g *idents) public() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return text62(g.fast, 12)
}

// secret makes a 32-character bearer value.
func (g *idents) secret() string { return g.confidential(32) }

func (g *idents) confidential(n int) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return text62(g.source, n)
}

// digits makes n decimal digits from the source.
func (g *idents) digits(n int) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var raw [8]byte
	out := make([]byte, n)
	for i := range out {
		if _, err := io.ReadFull(g.source, raw[:]); err != nil {
			panic("the source of random numbers failed: " + err.Error())
		}
		out[i] = '0' + byte(binary.LittleEndian.Uint64(raw[:])%10)
	}
	return string(out)
}

// company makes an identifier of the form dddd-dddd-dddd-dddd-dddd.
func (g *idents) company() string {
	d := g.digits(20)
	return d[0:4] + "-" + d[4:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20]
}

// logEntry makes the 24-character identifier of an audit log entry: nine
// characters of time first, so that key order is time order.
func (g *idents) logEntry(t instant) string {
	var head [9]byte
	for i, n := len(head)-1, int64(t); i >= 0; i-- {
		head[i] = alphabet[n%62]
		n /= 62
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return string(head[:]) + text62(g.fast, 15)
}

// isPublicID reports whether s has the form of a publicId.
func isPublicID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// isCompanyID reports whether s has the form of a company's publicId.
func isCompanyID(s string) bool {
	if len(s) != 24 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; i%5 == 4 {
			if c != '-' {
				return false
			}
		} else if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func (g *idents) number() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.fast.Uint64()
}
