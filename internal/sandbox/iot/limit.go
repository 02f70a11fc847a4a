package iot

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// What may be asked per account, or per person where the path names no
// account, and per route and method, within an hour (contract §1).
const (
	defaultLimit   = 25000
	tokenInfoLimit = 600
	changeLimit    = 1800
	foundLimit     = 10
	window         = time.Hour
)

// limiter counts requests, from the first one of each window. The counts end
// with the process.
type limiter struct {
	mu     sync.Mutex
	now    func() time.Time
	counts map[string]*count
}

type count struct {
	hits int
	ends time.Time
}

// quota is what the headers of an answer tell; reset is in seconds.
type quota struct{ limit, remaining, reset int }

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, counts: map[string]*count{}}
}

// take counts one request; less than nothing remaining means one too many.
func (l *limiter) take(key string, limit int) quota {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	c := l.counts[key]
	if c == nil || !now.Before(c.ends) {
		c = &count{ends: now.Add(window)}
		l.counts[key] = c
	}
	c.hits++
	left := c.ends.Sub(now)
	return quota{limit: limit, remaining: limit - c.hits, reset: int((left + time.Second - 1) / time.Second)}
}

func (q quota) announce(h http.Header) {
	h.Set("X-Rate-Limit-Limit", strconv.Itoa(q.limit))
	h.Set("X-Rate-Limit-Remaining", strconv.Itoa(q.remaining))
	h.Set("X-Rate-Limit-Reset", strconv.Itoa(q.reset))
}
