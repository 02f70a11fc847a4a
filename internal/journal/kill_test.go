package journal_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"unictl/internal/journal"
)

const (
	sendURL  = "UNICTL_TEST_JOURNAL_URL"
	sendRow  = 400
	sendJobs = 4
	kills    = 20
)

// sendRows is the process that is killed: it sends each row that the journal
// does not know, and leaves alone those whose outcome is unknown.
func sendRows() {
	j, err := journal.Open(os.Getenv(roleDir), invites(), journal.Input{Rows: sendRow}, journal.Continue)
	if err != nil {
		say("%v", err)
		os.Exit(1)
	}
	rows, faults := make(chan int), make(chan error, sendRow)
	var group sync.WaitGroup
	for range sendJobs {
		group.Go(func() {
			for row := range rows {
				faults <- send(j, row)
			}
		})
	}
	for row := 1; row <= sendRow; row++ {
		rows <- row
	}
	close(rows)
	group.Wait()
	close(faults)
	for fault := range faults {
		err = errors.Join(err, fault)
	}
	if err = errors.Join(err, j.Close()); err != nil {
		say("%v", err)
		os.Exit(1)
	}
}

func send(j *journal.Journal, row int) error {
	k := strconv.Itoa(row)
	if before, attempted := j.Before(k); attempted && before.Status != journal.Failed {
		return nil
	}
	if err := j.Intend(row, k, journal.Step{}); err != nil {
		return err
	}
	response, err := http.Post(os.Getenv(sendURL)+"/"+k, "text/plain", nil)
	if err != nil {
		return errors.Join(err, j.Result(row, k, journal.Outcome{Status: journal.Unknown}))
	}
	id, err := io.ReadAll(response.Body)
	return errors.Join(err, response.Body.Close(), j.Result(row, k, journal.Outcome{Status: journal.Done, ID: string(id)}))
}

// judge is the server: it counts what reached it, and says when the process
// has sent enough to be killed.
type judge struct {
	mu     sync.Mutex
	seen   map[string]int
	left   int
	enough chan struct{}
}

func (g *judge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k := r.URL.Path[1:]
	g.mu.Lock()
	g.seen[k]++
	g.left--
	if g.left == 0 {
		close(g.enough)
	}
	g.mu.Unlock()
	time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
	io.WriteString(w, "id-"+k)
}

// expect closes the channel it gives after so many requests.
func (g *judge) expect(requests int) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.left, g.enough = requests, make(chan struct{})
	return g.enough
}

// life runs the process until it ends, or for so many requests and a moment.
// It reports whether the process was killed.
func life(t *testing.T, g *judge, url, dir string, requests int) bool {
	t.Helper()
	enough := g.expect(requests)
	process := actor("send", dir, sendURL+"="+url)
	process.Stdout, process.Stderr = os.Stdout, os.Stderr
	must(t, process.Start())
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	select {
	case err := <-ended:
		must(t, err)
		return false
	case <-enough:
	}
	time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
	must(t, process.Process.Kill())
	<-ended
	return true
}

func TestKillLosesAndRepeatsNothing(t *testing.T) {
	dir, g := t.TempDir(), &judge{seen: map[string]int{}}
	server := httptest.NewServer(g)
	defer server.Close()
	killed := 0
	for range kills {
		if life(t, g, server.URL, dir, 1+rand.IntN(12)) {
			killed++
		}
	}
	if life(t, g, server.URL, dir, 2*sendRow) || killed != kills {
		t.Fatalf("killed %d times, want %d and then an end", killed, kills)
	}
	j := open(t, dir, journal.Resume)
	unknown := 0
	for row := 1; row <= sendRow; row++ {
		k := strconv.Itoa(row)
		before, attempted := j.Before(k)
		switch sent := g.seen[k]; {
		case !attempted:
			t.Errorf("row %d is lost", row)
		case before.Status == journal.Done && (sent != 1 || before.ID != "id-"+k):
			t.Errorf("row %d is done with the id %q and was sent %d times", row, before.ID, sent)
		case before.Status == journal.Unknown && sent > 1:
			t.Errorf("row %d is unknown and was sent %d times", row, sent)
		case before.Status == journal.Unknown:
			unknown++
		case before.Status != journal.Done:
			t.Errorf("row %d is %s", row, before.Status)
		}
	}
	t.Logf("%d of %d rows unknown after %d kills", unknown, sendRow, kills)
	if unknown == 0 || unknown > kills*sendJobs {
		t.Errorf("%d rows unknown, want some, at most one for each worker and kill", unknown)
	}
}
