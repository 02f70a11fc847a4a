package turns

import (
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
	// unlimitedBatch is a batch where there is no limit: it lasts batchTime.
	unlimitedBatch = 1 << 16
)

// pace is a limit in the terms of the state file.
type pace struct {
	step  float64       // nanoseconds from one turn to the next; 0 = no limit
	batch int           // turns reserved at once, at most
	spare time.Duration // how late a reserved turn may be used
	slack int64         // nanoseconds by which turns may come early: the burst
	queue int64         // nanoseconds that others may be ahead
}

// paceOf keeps so much of the burst back that turns of a batch that are used
// late stay within the limit.
func paceOf(perSecond float64, burst int) pace {
	if perSecond <= 0 {
		return pace{batch: unlimitedBatch, spare: batchTime}
	}
	burst = max(burst, 1)
	p := pace{step: 1e9 / perSecond}
	p.batch = int(max(min(perSecond*batchTime.Seconds(), float64(burst/2)), 1))
	p.spare = time.Duration(float64(p.batch-1) * p.step)
	p.slack = int64(min(float64(burst-p.batch)*p.step, math.MaxInt64/8))
	p.queue = int64(min(max(queuedTurns*p.step, float64(longestQueue)), math.MaxInt64/8))
	return p
}
