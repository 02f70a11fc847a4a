package cli

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/cli/fault"
)

// manyPeople are so many addresses.
func manyPeople(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("p%03d@example.com", i)
	}
	return all
}

// appendTo adds text to the end of a file.
func (b *bench) appendTo(path, text string) {
	b.t.Helper()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.WriteString(text)
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// clocked is a crew that notes when requests arrive.
type clocked struct {
	crew *crew
	mu   sync.Mutex
	at   []time.Time
	// limited decides whether the nth request, from 1, is refused.
	limited func(n int) bool
	refused []time.Time
}

// pauseSeconds is what the service asks for. Until half of it is over, it does not
// answer what was on its way: the workers whom it keeps waiting can tell nothing
// of when the refused one heard of the pause.
const pauseSeconds = 2

// jobs is how many workers there are.
const jobs = 8

func (c *clocked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.at = append(c.at, time.Now())
	limited := c.limited != nil && c.limited(len(c.at))
	if limited {
		c.refused = append(c.refused, time.Now())
	}
	c.mu.Unlock()
	if limited {
		w.Header().Set("Retry-After", fmt.Sprint(pauseSeconds))
		reply(http.StatusTooManyRequests, `{}`)(w, r)
		return
	}
	time.Sleep(20 * time.Millisecond) // so that the workers are at different places
	c.mu.Lock()
	var half time.Time
	if n := len(c.refused); n > 0 {
		half = c.refused[n-1].Add(pauseSeconds * time.Second / 2)
	}
	c.mu.Unlock()
	time.Sleep(time.Until(half))
	c.crew.ServeHTTP(w, r)
}

// inPause counts the requests that arrived after a refusal, before the pause was
// over.
func (c *clocked) inPause(refusal time.Time) (n int) {
	for _, at := range c.at {
		if since := at.Sub(refusal); since > 0 && since < pauseSeconds*time.Second-50*time.Millisecond {
			n++
		}
	}
	return n
}

// A 429 that one worker hears makes all of them wait: what arrives after it is
// what was on its way, until the pause is over.
func TestBulkLimitPausesAllWorkers(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	b.args = nil // a pause is waited for
	service := &clocked{crew: c, limited: func(n int) bool { return n == 20 }}
	b.service.Config.Handler = service
	b.want(fault.ExitDone, "crew nudge -q --jobs 8 -o csv --from "+b.people(manyPeople(60)...), "out!failed", "out!skipped")
	if len(service.refused) != 1 {
		t.Fatalf("%d requests were refused, want 1", len(service.refused))
	}
	if n := service.inPause(service.refused[0]); n >= jobs {
		t.Errorf("%d requests arrived while the service had asked for a pause, more than there are other workers", n)
	}
	if all := c.writes(); len(all) != 60 || slices.ContainsFunc(all, func(call string) bool { return strings.HasSuffix(call, " x2") }) {
		t.Errorf("the service carried out %q", all)
	}
}

// A storm: all workers are refused at once, and again. Each row is carried out
// in the end, and no request arrives within a pause.
func TestBulkStormOfLimits(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	b.args = nil // a pause is waited for
	service := &clocked{crew: c, limited: func(n int) bool { return n > 4 && n <= 12 || n == 16 }}
	b.service.Config.Handler = service
	b.want(fault.ExitDone, "crew nudge -q --jobs 8 -o csv --from "+b.people(manyPeople(120)...), "out!failed", "out!skipped")
	for _, refusal := range service.refused {
		if n := service.inPause(refusal); n >= jobs {
			t.Errorf("%d requests arrived in a pause, more than there are other workers", n)
		}
	}
	if all := c.writes(); len(all) != 120 || slices.ContainsFunc(all, func(call string) bool { return strings.Contains(call, " x") }) {
		t.Errorf("the service carried out %q", all)
	}
}

// --rate is what all shards together may send: each takes its part.
func TestBulkShardsDivideTheRate(t *testing.T) {
	t.Parallel()
	b, c := newCrew(t)
	b.args = nil // a pause is waited for
	service := &clocked{crew: c}
	b.service.Config.Handler = service
	path := b.people(manyPeople(80)...)
	begun := time.Now()
	b.want(fault.ExitDone, "crew nudge -q --jobs 8 --shard 1/4 --rate 40 -o csv --from "+path)
	n := len(service.at)
	if n < 12 || n > 30 {
		t.Fatalf("%d of 80 rows were of the first of four shards", n)
	}
	const rate, burst = 40.0 / 4, 10
	want := time.Duration(float64(n-burst) / rate * float64(time.Second))
	if took := service.at[n-1].Sub(begun); took < want {
		t.Errorf("%d requests took %v, want at least %v at %v a second", n, took, want, rate)
	}
}
