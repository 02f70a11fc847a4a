package ratelimit

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"math"
	"time"
)

const (
	// batchTime is how long the turns of a batch last at most.
	batchTime = 100 * time.Millisecond
	// longestQueue bounds how far ahead turns of others are believed: one
	// process that was told to go very slowly must not stop all.
	longestQueue = 5 * time.Second
	queuedTurns  = 100
	// farthest keeps sums of times in range: some 36 years.
	farthest = math.MaxInt64 / 8
)

// bucket is the arithmetic of a limit. Of its state it needs one time: when the
// burst is whole again. Each turn moves that one step on. All in nanoseconds.
type bucket struct {
	step  float64 // from one turn to the next; 0 = no limit
	slack int64   // by which turns may come early: the burst
	queue int64   // that others may be ahead
}

func bucketOf(perSecond float64, burst int) bucket {
	if perSecond <= 0 {
		return bucket{}
	}
	b := bucket{step: 1e9 / perSecond, queue: farthest}
	b.slack = int64(min(float64(burst-1)*b.step, farthest))
	return b
}

// take takes n turns. It gives the time of the first, which may be past (due at
// once), and when the burst is whole again then. The others follow one step
// after another.
func (b bucket) take(whole, now int64, n int) (first, after int64) {
	if b.step == 0 {
		return now, whole
	}
	whole = min(max(whole, now), now+b.slack+b.queue)
	return whole - b.slack, whole + int64(min(math.Ceil(float64(n)*b.step), farthest))
}

// pace is a limit as processes share it: turns are reserved in batches.
type pace struct {
	bucket
	batch int           // turns reserved at once, at most
	spare time.Duration // how late a reserved turn may be used
}

// paceOf keeps so much of the burst back that turns of a batch that are used
// late stay within the limit.
func paceOf(perSecond float64, burst int) pace {
	burst = max(burst, 1)
	batch := int(max(min(perSecond*batchTime.Seconds(), float64(burst/2)), 1))
	p := pace{bucket: bucketOf(perSecond, burst-batch+1), batch: batch}
	p.spare = time.Duration(float64(batch-1) * p.step)
	p.queue = int64(min(max(queuedTurns*p.step, float64(longestQueue)), farthest))
	return p
}

// stateSize is more than an encoded state has bytes.
const stateSize = 128

// state is what the processes share; all in nanoseconds of the Unix epoch. The
// zero state is a rested limit.
type state struct {
	seen  int64 // when it was written
	whole int64 // when the burst is whole again
	pause int64 // nobody takes a turn before
}

// encode gives one line of always the same length, so that it can be written
// over the last one; the checksum tells a line of which only a part was written.
func (s state) encode() []byte {
	line := fmt.Appendf(nil, "turns 2 %020d %020d %020d", s.seen, s.whole, s.pause)
	return fmt.Appendf(line, " %08x\n", crc32.ChecksumIEEE(line))
}

// decode reads a state; whatever else lies there is a rested limit.
func decode(data []byte) state {
	var s state
	var sum uint32
	if _, err := fmt.Sscanf(string(data), "turns 2 %d %d %d %x\n", &s.seen, &s.whole, &s.pause, &sum); err != nil {
		return state{}
	}
	if !bytes.Equal(s.encode(), data) {
		return state{}
	}
	return s
}

// advance brings a state to now. A clock that was set back takes what was
// written along: waits stay as long as they were.
func (s *state) advance(now int64) {
	if back := s.seen - now; back > 0 {
		s.whole -= back
		s.pause -= back
	}
	s.seen = now
	if s.pause > now+int64(maxPause) {
		s.pause = 0
	}
}

// pausedUntil is the end of the pause in the clock of now.
func (s state) pausedUntil(now time.Time) time.Time {
	return now.Add(time.Duration(s.pause - now.UnixNano()))
}
