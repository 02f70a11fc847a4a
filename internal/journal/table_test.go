package journal

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// The table must agree with a map, also where all keys fall into one part and
// probing wraps round.
func TestTableIsAMap(t *testing.T) {
	for name, part := range map[string]func(*Digest){
		"all parts": func(*Digest) {},
		"one part":  func(k *Digest) { k[0] = 7 },
		"last slot": func(k *Digest) {
			k[0] = 7
			for i := 9; i < len(k); i++ {
				k[i] = 0xff
			}
		},
	} {
		var got Table[int]
		want := map[Digest]int{}
		for i := range 1000 {
			k := DigestOf(Digest{}, strconv.Itoa(rand.IntN(600)))
			part(&k)
			want[k] = i
			*got.At(k) = i
		}
		for k, value := range want {
			if found, ok := got.Get(k); !ok || found != value {
				t.Errorf("%s: %d, %t, want %d", name, found, ok, value)
			}
		}
		if _, ok := got.Get(DigestOf(Digest{}, "none")); ok {
			t.Errorf("%s: found what is not there", name)
		}
	}
}

func TestKeyIsSalted(t *testing.T) {
	if DigestOf(Digest{1}, "ada@example.com") == DigestOf(Digest{2}, "ada@example.com") {
		t.Error("the salt changes nothing")
	}
	long := make([]byte, 1000)
	if DigestOf(Digest{1}, string(long)) == DigestOf(Digest{1}, string(long[1:])) {
		t.Error("long keys are cut")
	}
}
