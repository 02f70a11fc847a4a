package journal

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestFlusherCallsOnlyWhenThereIsSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f flusher
		calls := 0
		f.start(func() { calls++ })
		after := func(wait time.Duration, want int) {
			t.Helper()
			time.Sleep(wait)
			synctest.Wait()
			if calls != want {
				t.Errorf("%d calls, want %d", calls, want)
			}
		}
		after(time.Second, 0)
		f.dirty.Store(true)
		f.dirty.Store(true)
		after(flushEvery+time.Millisecond, 1)
		after(time.Second, 1)
		f.stop()
		f.dirty.Store(true)
		after(time.Second, 1)
	})
}

// A disk that fails to sync must stop the sending.
func TestFailedSyncStopsIntents(t *testing.T) {
	j, err := Open(t.TempDir(), Run{Verb: "invite"}, Input{}, Fresh)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	file := j.file
	j.file = nil // Sync and Write of no file fail
	j.flush()
	j.file = file
	if err := j.Intend(1, "a", Step{}); err == nil {
		t.Error("a row is sent although lines may not be on disk")
	}
}
