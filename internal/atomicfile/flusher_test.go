package atomicfile

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestFlusherCallsOnlyWhenThereIsSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		var f Flusher
		f.Start(func() { calls++ })
		after := func(wait time.Duration, want int) {
			t.Helper()
			time.Sleep(wait)
			synctest.Wait()
			if calls != want {
				t.Errorf("%d calls, want %d", calls, want)
			}
		}
		after(time.Second, 0)
		f.Mark()
		f.Mark()
		after(flushEvery+time.Millisecond, 1)
		after(time.Second, 1)
		f.Stop()
		f.Mark()
		after(time.Second, 1)
	})
}
