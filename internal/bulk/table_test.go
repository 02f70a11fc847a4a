package bulk

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// The table must agree with a map, also where all keys fall into one part and
// probing wraps round.
func TestTableIsAMap(t *testing.T) {
	for name, part := range map[string]func(*key){
		"all parts": func(*key) {},
		"one part":  func(k *key) { k[0] = 7 },
		"last slot": func(k *key) {
			k[0] = 7
			for i := 9; i < len(k); i++ {
				k[i] = 0xff
			}
		},
	} {
		var got table[int]
		want := map[key]int{}
		for i := range 1000 {
			k := keyOf(key{}, strconv.Itoa(rand.IntN(600)))
			part(&k)
			want[k] = i
			*got.at(k) = i
		}
		for k, value := range want {
			if found, ok := got.get(k); !ok || found != value {
				t.Errorf("%s: %d, %t, want %d", name, found, ok, value)
			}
		}
		if _, ok := got.get(keyOf(key{}, "none")); ok || got.count != len(want) {
			t.Errorf("%s: %d keys, want %d", name, got.count, len(want))
		}
	}
}

func TestKeyIsSalted(t *testing.T) {
	if keyOf(key{1}, "ada@example.com") == keyOf(key{2}, "ada@example.com") {
		t.Error("the salt changes nothing")
	}
	long := make([]byte, 1000)
	if keyOf(key{1}, string(long)) == keyOf(key{1}, string(long[1:])) {
		t.Error("long keys are cut")
	}
}
