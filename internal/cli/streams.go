package cli

import (
	"io"
	"sync"
)

// shared is a writer that several goroutines write whole lines to: notes of the
// verb, the trace, warnings of workers.
type shared struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(p)
}

// onceEach tells what was said before.
type onceEach struct {
	mu   sync.Mutex
	said map[string]bool
}

func (o *onceEach) first(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.said[text] {
		return false
	}
	if o.said == nil {
		o.said = map[string]bool{}
	}
	o.said[text] = true
	return true
}
