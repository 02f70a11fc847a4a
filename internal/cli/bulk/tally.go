package bulk

import (
	"sync"
	"time"

	"unictl/internal/journal"
)

// rateWindow is how many seconds the rate looks back over.
const rateWindow = 30

// Tally counts rows as they end. It may be used by many goroutines.
type Tally struct {
	mu     sync.Mutex
	total  int
	began  time.Time
	counts [journal.Skipped + 1]int
	before int
	differ int // of the unchanged ones

	seconds [rateWindow]int // rows ended in each of the last seconds, round and round
	newest  int             // the second that was last written to, from 0
}

// NewTally begins to count total rows; 0: their number is not known.
func NewTally(total int) *Tally {
	return &Tally{total: total, began: time.Now()}
}

// Add counts a row that ended now.
func (t *Tally) Add(s journal.Status) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[s]++
	if s != journal.Skipped {
		t.seconds[t.turn()%rateWindow]++
	}
}

// AddBefore counts a row that an earlier process settled. It is no part of the
// rate, which would promise too much.
func (t *Tally) AddBefore(s journal.Status) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[s]++
	t.before++
}

// Differs says of a row, added as unchanged, that what exists differs.
func (t *Tally) Differs() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.differ++
}

// turn gives the present second, and empties those that passed since the last.
func (t *Tally) turn() int {
	now := int(time.Since(t.began) / time.Second)
	for second := max(t.newest+1, now-rateWindow+1); second <= now; second++ {
		t.seconds[second%rateWindow] = 0
	}
	t.newest = max(t.newest, now)
	return t.newest
}

// Progress is a moment of a Tally.
type Progress struct {
	Total int // 0: not known
	journal.Counts
	Skipped   int
	Differing int // of the unchanged rows: what exists is not what they ask for
	Before    int // how many of the rows an earlier process settled
	Elapsed   time.Duration
	Rate      float64 // rows per second, over the last 30 seconds
	// Left is the time that the remaining rows take at this rate, to the
	// second; negative: not known.
	Left time.Duration
}

// Ended is the number of rows that are over, one way or another.
func (p Progress) Ended() int { return p.Attempted() + p.Skipped }

// Progress gives the numbers of this moment.
func (t *Tally) Progress() Progress {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := Progress{
		Total: t.total, Elapsed: time.Since(t.began), Before: t.before, Differing: t.differ, Skipped: t.counts[journal.Skipped],
		Counts: journal.Counts{
			Done: t.counts[journal.Done], Unchanged: t.counts[journal.Unchanged],
			Failed: t.counts[journal.Failed], Unknown: t.counts[journal.Unknown],
		},
	}
	p.Rate = t.rate(p.Elapsed)
	p.Left = left(t.total-p.Ended(), t.total > 0, p.Rate)
	return p
}

func (t *Tally) rate(elapsed time.Duration) float64 {
	first := max(t.turn()-rateWindow+1, 0)
	span := elapsed - time.Duration(first)*time.Second
	ended := 0
	for _, n := range t.seconds {
		ended += n
	}
	if span <= 0 {
		return 0
	}
	return float64(ended) / span.Seconds()
}

// longestLeft keeps a tiny rate from giving a time beyond what a Duration holds.
const longestLeft = 1000 * time.Hour

func left(rows int, known bool, rate float64) time.Duration {
	if known && rows <= 0 {
		return 0
	}
	seconds := float64(rows) / rate
	if !known || rate == 0 || seconds > longestLeft.Seconds() {
		return -1
	}
	return time.Duration(seconds * float64(time.Second)).Round(time.Second)
}
