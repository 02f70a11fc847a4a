package turns

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"math"
	"time"
)

// stateSize is more than an encoded state has bytes.
const stateSize = 128

// state is what the processes share; all in nanoseconds of the Unix epoch. The
// zero state is a rested limit.
type state struct {
	seen  int64 // when it was written
	full  int64 // when the burst is whole again: each turn moves it one step on
	pause int64 // nobody takes a turn before
}

// encode gives one line of always the same length, so that it can be written
// over the last one; the checksum tells a line of which only a part was written.
func (s state) encode() []byte {
	line := fmt.Appendf(nil, "turns 1 %020d %020d %020d", s.seen, s.full, s.pause)
	return fmt.Appendf(line, " %08x\n", crc32.ChecksumIEEE(line))
}

// decode reads a state; whatever else lies there is a rested limit.
func decode(data []byte) state {
	var s state
	var sum uint32
	if _, err := fmt.Sscanf(string(data), "turns 1 %d %d %d %x\n", &s.seen, &s.full, &s.pause, &sum); err != nil {
		return state{}
	}
	if !bytes.Equal(s.encode(), data) {
		return state{}
	}
	return s
}

// settle brings a state to now. A clock that was set back takes what was
// written along: waits stay as long as they were.
func (s *state) settle(now int64) {
	if back := s.seen - now; back > 0 {
		s.full -= back
		s.pause -= back
	}
	s.seen = now
	if s.pause > now+int64(maxPause) {
		s.pause = 0
	}
}

// reserve takes n turns and gives the time of the first, which may be past:
// due at once. The others follow one step after another.
func (s *state) reserve(p pace, now int64, n int) (first int64) {
	if p.step == 0 {
		return now
	}
	full := min(max(s.full, now), now+p.slack+p.queue)
	s.full = full + int64(min(math.Ceil(float64(n)*p.step), float64(math.MaxInt64/8)))
	return full - p.slack
}

// pausedUntil is the end of the pause in the clock of now.
func (s state) pausedUntil(now time.Time) time.Time {
	return now.Add(time.Duration(s.pause - now.UnixNano()))
}
