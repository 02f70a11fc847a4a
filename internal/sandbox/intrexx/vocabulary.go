package intrexx

import (
	"crypto/sha256"
	"encoding/binary"

	"unictl/internal/sandbox/service"
)

// What is not public is made up from the state's salt: the same within a state,
// and different in each.

// draw makes a number from a role.
func (v *view) draw(role string) uint64 {
	sum := sha256.Sum256([]byte(v.facts.Salt + "\x00" + role))
	return binary.BigEndian.Uint64(sum[:])
}

// word makes up the name that something goes by: eight letters that stand in
// no documentation.
func (v *view) word(role string) string {
	n := v.draw("word " + role)
	return service.Word(func(k int) int {
		at := n % uint64(k)
		n /= uint64(k)
		return int(at)
	})
}

// words makes up several values of one field.
func (v *view) words(role string, n int) []string {
	var all []string
	for i := range n {
		all = append(all, v.word(role+string(rune('0'+i))))
	}
	return all
}

// pick makes a number from 0 to n-1.
func (v *view) pick(role string, n int) int { return int(v.draw("pick "+role) % uint64(n)) }

// choice picks one of the names that a key may well have.
func (v *view) choice(role string, names ...string) string { return names[v.pick(role, len(names))] }
