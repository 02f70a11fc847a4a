package ratelimit

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// timestamps are when turns were taken.
type timestamps struct {
	mutex sync.Mutex
	at    []time.Time
}

func (s *timestamps) add(at time.Time) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.at = append(s.at, at)
}

// judge complains about every span of time with more turns in it than
// perSecond and burst allow.
func (s *timestamps) judge(t *testing.T, perSecond float64, burst int) {
	t.Helper()
	slices.SortFunc(s.at, time.Time.Compare)
	for first := range s.at {
		for last := first; last < len(s.at); last++ {
			span := s.at[last].Sub(s.at[first])
			if got, most := last-first+1, int(perSecond*span.Seconds()+1e-6)+burst; got > most {
				t.Fatalf("%d turns within %s, at most %d are allowed", got, span, most)
			}
		}
	}
}
