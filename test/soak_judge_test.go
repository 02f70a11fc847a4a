package test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// soakDeed is a write as it came to the service.
type soakDeed struct {
	row, act string
	status   int // of the service itself, whatever the sender heard; 0: not yet
	fate     soakFate
}

func (d *soakDeed) String() string { return fmt.Sprintf("%s %d %s", d.act, d.status, d.fate) }

// soakJudge stands between the wire and the services. It keeps the log by which
// the tool is judged, and it is the wire: what it loses is lost for the sender.
type soakJudge struct {
	services http.Handler
	work     *soakWork
	url      string

	mu    sync.Mutex
	on    bool // deeds are kept, and the wire is bad
	calm  bool // the wire is good
	deeds []*soakDeed
	open  int // connections
	trap  *soakTrap
}

// soakTrap stops the service at one write, until the sender is dead.
type soakTrap struct {
	act    string // "" is any
	after  int    // so many others pass
	before bool   // stop before the service hears of it
	drop   bool   // and it never does
	sprung chan struct{}
	killed chan struct{}
	free   func() // lets the service go on; once is enough
}

// serve begins to serve.
func (j *soakJudge) serve(t *testing.T) {
	t.Helper()
	server := httptest.NewUnstartedServer(j)
	server.Config.ConnState = j.connection
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // cut connections are meant
	server.Start()
	t.Cleanup(server.Close)
	j.url = server.URL
}

// soakFate is what the wire does to a call.
type soakFate int

const (
	soakFine    soakFate = iota
	soakLost             // carried out, no answer
	soakCut              // carried out, half an answer
	soakDone500          // carried out, answered with a 500
	soakNot503           // not carried out, answered with a 503
	soakLate             // carried out when the sender may have given up
	soakHeld             // carried out, and its sender is killed before it hears of it
	soakDropped          // not carried out, and its sender is killed
)

func (f soakFate) String() string {
	return [...]string{"fine", "lost", "cut", "done500", "not503", "late", "held", "dropped"}[f]
}

// soakLimit is how long the tool waits for an answer. Of a late call it has given
// up by then, and a call is never later than the second that it grants.
const soakLimit = time.Second

func (j *soakJudge) fate(write bool) soakFate {
	if !j.on || j.calm {
		return soakFine
	}
	switch chance := rand.IntN(100); {
	case !write && chance < 2:
		return soakCut
	case !write:
		return soakFine
	case chance < 4:
		return soakLost
	case chance < 6:
		return soakCut
	case chance < 10:
		return soakDone500
	case chance < 12:
		return soakNot503
	case chance < 15:
		return soakLate
	}
	return soakFine
}

func (j *soakJudge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the sender died while it spoke: nothing was said
	}
	// What was sent is carried out, also when the sender is not there any more.
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Body = io.NopCloser(bytes.NewReader(body))
	var row, act string
	if r.Method != http.MethodGet {
		row, act = j.work.about(r, body)
	}
	j.mu.Lock()
	fate := j.fate(row != "")
	if row == "" || !j.on {
		j.mu.Unlock()
		j.answer(w, j.carriedOut(r), fate)
		return
	}
	deed, trap := &soakDeed{row: row, act: act}, j.trap
	if trap != nil && (trap.act == "" || trap.act == act) {
		if trap.after--; trap.after < 0 {
			j.trap = nil
		}
	}
	switch {
	case j.trap == trap: // not this one
		trap = nil
	case trap.before && trap.drop:
		fate = soakDropped
	default:
		fate = soakHeld
	}
	deed.fate = fate
	j.deeds = append(j.deeds, deed)
	j.mu.Unlock()
	switch {
	case trap != nil && trap.before:
		close(trap.sprung)
		<-trap.killed
		if trap.drop {
			panic(http.ErrAbortHandler)
		}
	case fate == soakLate:
		time.Sleep(soakLimit/2 + time.Duration(rand.Int64N(int64(soakLimit))))
	case fate == soakNot503:
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	default:
		time.Sleep(time.Duration(5+rand.IntN(15)) * time.Millisecond)
	}
	// The log and the service agree whenever the log is read.
	j.mu.Lock()
	answer := j.carriedOut(r)
	deed.status = answer.Code
	j.mu.Unlock()
	if trap != nil && !trap.before {
		close(trap.sprung)
		<-trap.killed
	}
	j.answer(w, answer, fate)
}

func (j *soakJudge) carriedOut(r *http.Request) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	j.services.ServeHTTP(answer, r)
	return answer
}

// answer lets the sender hear what its fate is.
func (j *soakJudge) answer(w http.ResponseWriter, answer *httptest.ResponseRecorder, fate soakFate) {
	switch {
	case fate == soakLost:
		panic(http.ErrAbortHandler)
	case fate == soakDone500 && answer.Code < http.StatusBadRequest:
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	body := answer.Body.Bytes()
	if fate == soakCut && len(body) > 1 {
		w.Header().Del("Content-Length")
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body)
}

// set sets a trap, and gives it.
func (j *soakJudge) set(t *testing.T, trap soakTrap) *soakTrap {
	trap.sprung, trap.killed = make(chan struct{}), make(chan struct{})
	trap.free = sync.OnceFunc(func() { close(trap.killed) })
	t.Cleanup(trap.free) // also of a test that failed: the server could not be closed
	j.mu.Lock()
	defer j.mu.Unlock()
	j.trap = &trap
	return &trap
}

// unset takes back a trap that was not sprung.
func (j *soakJudge) unset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.trap = nil
}

// sent is how many writes have come.
func (j *soakJudge) sent() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.deeds)
}

// connection counts the connections.
func (j *soakJudge) connection(_ net.Conn, state http.ConnState) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch state {
	case http.StateNew:
		j.open++
	case http.StateClosed, http.StateHijacked:
		j.open--
	}
}

// quiet waits, when no process runs, until nothing of theirs is on its way.
func (j *soakJudge) quiet(t *testing.T) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	last := must(client.Get(j.url))(t) // whoever knocked before this one is in
	_ = last.Body.Close()
	for limit := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		j.mu.Lock()
		open := j.open
		j.mu.Unlock()
		if open == 0 {
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("%d connections are still open", open)
		}
	}
}

// soakTruth is what the service knows of a row.
type soakTruth struct {
	sent     []*soakDeed    // writes that came
	done     map[string]int // of them, by act, those that took effect
	repeated int            // writes that must take effect once, and came after that
	last     string         // the last act that took effect
}

// truth is what the log says, by row.
func (j *soakJudge) truth() map[string]*soakTruth {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := map[string]*soakTruth{}
	for _, deed := range j.deeds {
		row := all[deed.row]
		if row == nil {
			row = &soakTruth{done: map[string]int{}}
			all[deed.row] = row
		}
		row.sent = append(row.sent, deed)
		once := j.work.once == deed.act
		if once && row.done[deed.act] > 0 && !j.work.probes {
			row.repeated++
		}
		if j.work.tookEffect(deed) {
			if once && row.done[deed.act] > 0 && j.work.probes {
				row.repeated++
			}
			row.done[deed.act]++
			row.last = deed.act
		}
	}
	return all
}

// complete reports whether everything that the row is for is done.
func (row *soakTruth) complete(w *soakWork) bool {
	if row == nil {
		return false
	}
	for _, act := range w.needs {
		if row.done[act] == 0 {
			return false
		}
	}
	return row.last == w.needs[len(w.needs)-1]
}

// touched reports whether anything of the row took effect.
func (row *soakTruth) touched() bool { return row != nil && row.last != "" }

func (row *soakTruth) String() string {
	if row == nil {
		return "nothing was sent"
	}
	return fmt.Sprint(row.sent)
}
