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

// status is the public health check (contract §1).
type status struct {
	Kind    string `json:"kind"`
	Healthy bool   `json:"isHealthy"`
	Setting string `json:"currentSetting"`
	Name    string `json:"name"`
	Build   string `json:"build"`
	Date    string `json:"date"`
}

func (c *call) health() answer {
	return asJSON(200, status{Kind: "healthcheck", Healthy: true, Setting: "local", Name: "dashboard",
		Build: "0.15.0", Date: c.now.UTC().Format(time.RFC3339)})
}

// time is GET /time, in UTC and without saying so.
func (c *call) time() answer {
	return asJSON(200, map[string]string{"actualTime": c.now.UTC().Format(time.DateTime)})
}
