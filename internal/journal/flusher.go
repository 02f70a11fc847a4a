package journal

import (
	"sync"
	"sync/atomic"
	"time"
)

// flushEvery is how long a line may wait for its way to the disk.
const flushEvery = 100 * time.Millisecond

// flusher calls a function from time to time, while there is something to do.
type flusher struct {
	dirty atomic.Bool
	over  chan struct{}
	group sync.WaitGroup
}

func (f *flusher) start(flush func()) {
	f.over = make(chan struct{})
	f.group.Go(func() {
		ticker := time.NewTicker(flushEvery)
		defer ticker.Stop()
		for {
			select {
			case <-f.over:
				return
			case <-ticker.C:
				if f.dirty.Swap(false) {
					flush()
				}
			}
		}
	})
}

// stop returns when no call is under way and none will come.
func (f *flusher) stop() {
	close(f.over)
	f.group.Wait()
}
