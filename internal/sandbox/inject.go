package sandbox

import (
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// injector applies faults. Each kind has its own counter, and the random ones
// a fixed seed, so that a run can be repeated.
type injector struct {
	Faults
	mu     sync.Mutex
	counts [faultKinds]uint64
	random *rand.Rand
	turns  int
}

func newInjector(f Faults) *injector {
	return &injector{Faults: f, random: rand.New(rand.NewPCG(7, 7))}
}

// hits counts one call against a kind and tells whether it is hit.
func (in *injector) hits(kind fault, r *http.Request) bool {
	t := in.when[kind]
	if !t.concerns(r) {
		return false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.counts[kind]++
	if t.every > 0 {
		return in.counts[kind]%t.every == 0
	}
	if t.nth > 0 {
		return in.counts[kind] == t.nth
	}
	return t.rate > 0 && in.random.Float64() < t.rate
}

// strike picks what befalls a call, faultKinds for nothing. All kinds count
// each call that they could befall; of several that hit, the first in order is
// taken.
func (in *injector) strike(svc provider, r *http.Request) fault {
	signed := svc.CarriesToken(r)
	_, moves := svc.(mover)
	_, stores := svc.(databased)
	struck := faultKinds
	for kind := range faultKinds {
		if kind == faultExpire && !signed || kind == fault301 && !moves || kind == faultNoDB && !stores {
			continue
		}
		if in.hits(kind, r) && struck == faultKinds {
			struck = kind
		}
	}
	return struck
}

func (in *injector) wrap(svc provider, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !in.delay(r) {
			return
		}
		switch in.strike(svc, r) {
		case faultSilent:
			// Only with the body read does the server notice that a client leaves.
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		case fault429:
			if in.RetryAfter > 0 {
				w.Header().Set("Retry-After", strconv.Itoa(in.RetryAfter))
			}
			svc.Fail(w, http.StatusTooManyRequests)
		case fault5xx:
			svc.Fail(w, in.serverError())
		case faultHTML502:
			htmlError(w)
		case fault301:
			if !svc.(mover).Move(w, r) {
				next.ServeHTTP(w, r)
			}
		case faultExpire:
			svc.Fail(w, http.StatusUnauthorized)
		case faultNoDB:
			svc.(databased).WithoutDatabase(w, r)
		case faultDone500:
			done := newHeld()
			if next.ServeHTTP(done, r); done.status < http.StatusBadRequest {
				svc.Fail(w, http.StatusInternalServerError)
			} else {
				done.send(w)
			}
		case faultLost:
			next.ServeHTTP(newHeld(), r)
			panic(http.ErrAbortHandler)
		case faultCut:
			half := newHeld()
			next.ServeHTTP(half, r)
			half.sendHalf(w)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// delay waits out the latency; false when the client has gone.
func (in *injector) delay(r *http.Request) bool {
	if in.Latency == 0 {
		return true
	}
	select {
	case <-time.After(in.Latency):
		return true
	case <-r.Context().Done():
		return false
	}
}

func (in *injector) serverError() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.turns++
	if in.turns%2 == 1 {
		return http.StatusInternalServerError
	}
	return http.StatusServiceUnavailable
}

func htmlError(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = w.Write([]byte("<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n" +
		"<body><h1>502 Bad Gateway</h1><p>The upstream server sent an invalid response.</p></body></html>\n"))
}

// held keeps an answer back.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newHeld() *held { return &held{header: http.Header{}, status: http.StatusOK} }

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *held) head(w http.ResponseWriter) {
	maps.Copy(w.Header(), h.header)
	w.WriteHeader(h.status)
}

// send lets an answer go.
func (h *held) send(w http.ResponseWriter) {
	h.head(w)
	_, _ = w.Write(h.body.Bytes())
}

// sendHalf promises the whole body, sends half of it and ends the connection.
func (h *held) sendHalf(w http.ResponseWriter) {
	h.header.Set("Content-Length", strconv.Itoa(h.body.Len()))
	h.head(w)
	_, _ = w.Write(h.body.Bytes()[:h.body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
