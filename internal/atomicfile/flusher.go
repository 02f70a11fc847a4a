package atomicfile

import (
	"sync"
	"sync/atomic"
	"time"
)

// flushEvery is how long what was written may wait for its way to the disk.
const flushEvery = 100 * time.Millisecond

// Flusher brings what is added to a file to disk in groups: every 100 ms, while
// there is something to bring. What is marked before Start waits for it.
type Flusher struct {
	dirty atomic.Bool
	over  chan struct{}
	group sync.WaitGroup
}

// Start begins to call flush, beside the writes that go on.
func (f *Flusher) Start(flush func()) {
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

// Mark says that something was written.
func (f *Flusher) Mark() { f.dirty.Store(true) }

// Stop returns when no flush is under way and none will come.
func (f *Flusher) Stop() {
	close(f.over)
	f.group.Wait()
}
