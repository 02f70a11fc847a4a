package bulk_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli/bulk"
	"unictl/internal/journal"
)

func TestTally(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tally := bulk.NewTally(1000)
		if got := tally.Progress(); got.Rate != 0 || got.Left >= 0 {
			t.Errorf("at the start: %+v", got)
		}
		for range 100 {
			tally.AddBefore(journal.Done)
		}
		var group sync.WaitGroup
		for _, s := range []journal.Status{journal.Done, journal.Unchanged, journal.Failed, journal.Unknown} {
			group.Go(func() {
				for range 25 {
					tally.Add(s)
				}
			})
		}
		group.Wait()
		time.Sleep(10 * time.Second)
		for range 50 {
			tally.Add(journal.Skipped)
		}
		want := bulk.Progress{
			Total: 1000, Counts: journal.Counts{Done: 125, Unchanged: 25, Failed: 25, Unknown: 25}, Skipped: 50, Before: 100,
			Elapsed: 10 * time.Second, Rate: 10, Left: 75 * time.Second,
		}
		if diff := cmp.Diff(want, tally.Progress()); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}

func TestTallyForgetsWhatIsLongAgo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tally := bulk.NewTally(0)
		for range 600 { // a minute of 10 a second, then a minute of 2
			tally.Add(journal.Done)
			time.Sleep(100 * time.Millisecond)
		}
		if got := tally.Progress(); got.Rate < 9.5 || got.Rate > 10.5 || got.Left >= 0 {
			t.Errorf("%+v, want 10 a second and no end known", got)
		}
		for range 120 {
			tally.Add(journal.Done)
			time.Sleep(500 * time.Millisecond)
		}
		if got := tally.Progress().Rate; got < 1.9 || got > 2.2 {
			t.Errorf("rate %v, want 2", got)
		}
		time.Sleep(time.Hour)
		if got := tally.Progress(); got.Rate != 0 || got.Ended() != 720 {
			t.Errorf("after a long pause: %+v", got)
		}
	})
}

func TestTallyAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tally := bulk.NewTally(2)
		tally.AddBefore(journal.Done)
		tally.AddBefore(journal.Failed)
		if got := tally.Progress(); got.Left != 0 || got.Rate != 0 {
			t.Errorf("%+v", got)
		}
		slow := bulk.NewTally(1_000_000_000_000)
		slow.Add(journal.Done)
		time.Sleep(time.Second)
		if got := slow.Progress().Left; got >= 0 {
			t.Errorf("left %s, want not known", got)
		}
	})
}
