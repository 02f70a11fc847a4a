package bulk

import (
	"encoding/binary"
	"math/bits"
)

// table is a map from keys to values that wastes little: a Go map doubles, and
// is half empty after that. Keys are digests, so their own bytes are the hash.
// It is divided into parts so that growing copies a 256th of it at a time.
type table[V any] struct {
	parts [256]part[V]
	count int
}

type part[V any] struct {
	slots []slot[V]
	used  int
}

type slot[V any] struct {
	key   key // zero: free
	value V
}

// get gives the value of k; false if there is none.
func (t *table[V]) get(k key) (value V, ok bool) {
	p := &t.parts[k[0]]
	if p.used == 0 {
		return value, false
	}
	s := p.find(k)
	return s.value, s.key == k
}

// at gives the place of k's value, made if need be. It is good until the next
// call of at.
func (t *table[V]) at(k key) *V {
	p := &t.parts[k[0]]
	if (p.used+1)*5 > len(p.slots)*4 {
		p.grow()
	}
	s := p.find(k)
	if s.key != k {
		s.key = k
		p.used++
		t.count++
	}
	return &s.value
}

// find gives the slot of k, or the free one where it belongs.
func (p *part[V]) find(k key) *slot[V] {
	start, _ := bits.Mul64(binary.LittleEndian.Uint64(k[8:]), uint64(len(p.slots)))
	for i := int(start); ; i++ {
		if i == len(p.slots) {
			i = 0
		}
		if s := &p.slots[i]; s.key == k || s.key == (key{}) {
			return s
		}
	}
}

// grow by a third keeps between 60 and 80 percent of the slots in use.
func (p *part[V]) grow() {
	old := p.slots
	p.slots = make([]slot[V], len(old)*4/3+8)
	for _, s := range old {
		if s.key != (key{}) {
			*p.find(s.key) = s
		}
	}
}
