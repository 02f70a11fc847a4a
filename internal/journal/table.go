package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
)

// Table is a map from digests to values that wastes little: a Go map doubles, and
// is half empty after that. Digests are even, so their own bytes are the hash.
// It is divided into parts so that growing copies a 256th of it at a time.
type Table[V any] struct {
	parts [256]part[V]
}

type part[V any] struct {
	slots []slot[V]
	used  int
}

type slot[V any] struct {
	key   Digest // zero: free
	value V
}

// Get gives the value of k; false if there is none.
func (t *Table[V]) Get(k Digest) (value V, ok bool) {
	p := &t.parts[k[0]]
	if p.used == 0 {
		return value, false
	}
	s := p.find(k)
	return s.value, s.key == k
}

// At gives the place of k's value, made if need be. It is good until the next
// call of at.
func (t *Table[V]) At(k Digest) *V {
	p := &t.parts[k[0]]
	if (p.used+1)*5 > len(p.slots)*4 {
		p.grow()
	}
	s := p.find(k)
	if s.key != k {
		s.key = k
		p.used++
	}
	return &s.value
}

// find gives the slot of k, or the free one where it belongs.
func (p *part[V]) find(k Digest) *slot[V] {
	start, _ := bits.Mul64(binary.LittleEndian.Uint64(k[8:]), uint64(len(p.slots)))
	for i := int(start); ; i++ {
		if i == len(p.slots) {
			i = 0
		}
		if s := &p.slots[i]; s.key == k || s.key == (Digest{}) {
			return s
		}
	}
}

// grow by a third keeps between 60 and 80 percent of the slots in use.
func (p *part[V]) grow() {
	old := p.slots
	p.slots = make([]slot[V], len(old)*4/3+8)
	for _, s := range old {
		if s.key != (Digest{}) {
			*p.find(s.key) = s
		}
	}
}

// Digest is what is kept of a row's key: the first 128 bits of the SHA-256 of a
// salt and the text. The zero
// Digest means "none".
type Digest [16]byte

// DigestOf gives the digest of a key. Those that stay in memory need no salt.
func DigestOf(salt Digest, text string) Digest {
	var space [160]byte // most keys fit: no allocation
	sum := sha256.Sum256(append(append(space[:0], salt[:]...), text...))
	k := Digest(sum[:16])
	if k == (Digest{}) {
		k[0] = 1
	}
	return k
}

// digestHexSize is the length of a digest in hexadecimal.
const digestHexSize = 2 * len(Digest{})

func (k Digest) String() string { return hex.EncodeToString(k[:]) }

// parseDigest reads the hexadecimal form.
func parseDigest(text []byte) (k Digest, ok bool) {
	if len(text) != digestHexSize {
		return k, false
	}
	_, err := hex.Decode(k[:], text)
	return k, err == nil && k != (Digest{})
}
