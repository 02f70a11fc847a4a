package ixon

// sequence makes random publicIds in ascending order, so that a large state is
// written from left to right: bbolt is many times faster at that.
type sequence struct {
	ids    *idents
	next   uint64
	stride uint64
}

const sequenceSpan = 62 * 62 * 62 * 62 * 62 * 62 * 62 * 62 // the first eight characters

func (g *idents) ascending(count int) *sequence {
	return &sequence{ids: g, stride: sequenceSpan / uint64(count+1)}
}

func (q *sequence) id() string {
	q.ids.mu.Lock()
	defer q.ids.mu.Unlock()
	n := q.next + q.ids.fast.Uint64()%q.stride
	q.next += q.stride
	var out [8]byte
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = alphabet[n%62]
		n /= 62
	}
	return string(out[:]) + text62(q.ids.fast, 4)
}
