package test

import (
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
)

// What the test must at least have done: it cannot rot into one that looks at
// nothing.
const (
	fewestRuns  = 3000
	fewestShown = 18
	fewestRows  = 25
)

// TestCanary runs every command of the tree against services that echo what
// they are sent and plant secrets of their own, in answers and refusals of all
// sorts, and finds no secret in any stream or file but its own.
//
// What a service sends as the value of a field is the answer itself: where a
// provider does not mask (Provider.Masks), -o json shows it as received. So
// secrets are planted in headers, cookies, redirects and refusals everywhere,
// in fields only where they are masked, and another mark stands in fields for
// what only a JSON result may show.
func TestCanary(t *testing.T) {
	t.Parallel()
	world := newCanaryWorld(t)
	leaves := canaryLeaves(t, world)
	tally := &canaryTally{ran: map[string]int{}}
	collected := debug.SetGCPercent(400) // thousands of short runs: memory is cheaper than time
	t.Cleanup(func() { debug.SetGCPercent(collected) })
	t.Cleanup(func() { tally.check(t, leaves) }) // after the parallel ones
	for i, leaf := range leaves {
		t.Run(strings.ReplaceAll(leaf.name, " ", "/"), func(t *testing.T) {
			t.Parallel()
			bench := &canaryBench{t: t, world: world, leaf: leaf, start: i, turn: i, desk: newCanaryDesk(t, world), tally: tally}
			bench.all()
		})
	}
}

// canaryTally counts the runs of each command.
type canaryTally struct {
	mu       sync.Mutex
	ran      map[string]int
	answered []string // commands whose calls were answered with success
	planted  int      // runs that showed a secret because they were told to
	rows     int      // commands that were carried out for a row of a file
}

func (c *canaryTally) add(leaf string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ran[leaf]++
}

func (c *canaryTally) shown() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.planted++
}

func (c *canaryTally) carriedOut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rows++
}

func (c *canaryTally) succeeded(leaf string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answered = append(c.answered, leaf)
}

// check wants every command of the tree to have run, as often as it should.
func (c *canaryTally) check(t *testing.T, leaves []*canaryLeaf) {
	if t.Failed() || !canaryWhole(t) {
		return // what failed says so itself
	}
	total := 0
	for _, leaf := range leaves {
		total += c.ran[leaf.name]
		if c.ran[leaf.name] == 0 {
			t.Errorf("%q was not run", leaf.name)
		}
		if leaf.calls() && !slices.Contains(c.answered, leaf.name) {
			t.Errorf("%q never had its calls answered with success: the canaries have not been where they should", leaf.name)
		}
	}
	if len(c.ran) != len(leaves) || total < fewestRuns {
		t.Errorf("%d commands ran of %d, %d times in all, at least %d are wanted", len(c.ran), len(leaves), total, fewestRuns)
	}
	if c.planted < fewestShown || c.rows < fewestRows {
		t.Errorf("%d runs showed a secret that was asked for, and %d commands took a row: at least %d and %d are wanted", c.planted, c.rows, fewestShown, fewestRows)
	}
	t.Logf("%d commands, %d runs; %d showed a secret that was asked for, %d took a row", len(leaves), total, c.planted, c.rows)
}

// canaryWhole reports that no -run pattern left commands out.
func canaryWhole(t *testing.T) bool {
	t.Helper()
	return !strings.Contains(runPattern(), "/")
}
