package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"
)

// keptCalls is how many of the latest calls the log holds in memory.
const keptCalls = 10000

// Call is one line of the log of calls. Headers and bodies are not part of it:
// there are credentials among them.
type Call struct {
	Time     time.Time `json:"time"`
	Provider string    `json:"provider"`
	Method   string    `json:"method"`
	Path     string    `json:"path"`
	Query    string    `json:"query,omitempty"` // as sent, still encoded
	Status   int       `json:"status"`          // 0 when the connection ended without one
	Millis   float64   `json:"ms"`
	Bytes    int64     `json:"bytes"` // of the body sent
}

// callLog is a ring of the latest calls.
type callLog struct {
	mu   sync.Mutex
	also io.Writer
	ring []Call
	next int
}

func newCallLog(also io.Writer) *callLog { return &callLog{also: also} }

func (l *callLog) add(c Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ring) < keptCalls {
		l.ring = append(l.ring, c)
	} else {
		l.ring[l.next] = c
		l.next = (l.next + 1) % keptCalls
	}
	if l.also != nil {
		// A log that cannot be written must not stop the service.
		_ = json.NewEncoder(l.also).Encode(c)
	}
}

// Calls lists the latest 10,000 calls, oldest first.
func (s *Sandbox) Calls() []Call {
	l := s.calls
	l.mu.Lock()
	defer l.mu.Unlock()
	return append(append([]Call{}, l.ring[l.next:]...), l.ring[:l.next]...)
}

// wrap logs each call, also one whose connection is cut.
func (l *callLog) wrap(svc provider, now func() time.Time, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &observed{ResponseWriter: w}
		c := Call{Time: now().UTC(), Provider: svc.Name(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery}
		defer func() {
			c.Status, c.Bytes = seen.status, seen.bytes
			c.Millis = float64(time.Since(begun).Microseconds()) / 1000
			l.add(c)
		}()
		if !within(svc, r) {
			svc.Fail(seen, http.StatusNotFound)
			return
		}
		next.ServeHTTP(seen, r)
	})
}

// observed notes what passes through a ResponseWriter.
type observed struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (o *observed) WriteHeader(status int) {
	if o.status == 0 {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *observed) Write(b []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(b)
	o.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }
