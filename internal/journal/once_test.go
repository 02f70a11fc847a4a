package journal_test

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"unictl/internal/journal"
)

// once is the input of rows that nothing can look up.
var once = journal.Input{Rows: 1, SHA256: "c0ffee", Once: true}

// finishOnce carries a run of one row out.
func finishOnce(t *testing.T, dir string, run journal.Run, in journal.Input, mode journal.Mode) {
	t.Helper()
	j, err := journal.Open(dir, run, in, mode)
	must(t, err)
	must(t, errors.Join(j.Intend(1, "a", journal.Step{}), j.Result(1, "a", journal.Outcome{Status: journal.Done}), j.Finish()))
}

// openOnce is a second process with the same file.
func openOnce() {
	say("asks")
	j, err := journal.Open(os.Getenv(roleDir), invites(), once, journal.Continue)
	_, finished := errors.AsType[*journal.FinishedError](err)
	_, busy := errors.AsType[*journal.BusyError](err)
	say("finished=%t busy=%t", finished, busy)
	if err == nil {
		_ = j.Close()
	}
}

// Two processes take one file of creations: while the second waits for the lock
// the first ends, and the second must not begin anew.
func TestSecondProcessSeesTheEndOfTheFirst(t *testing.T) {
	for range 5 {
		dir := t.TempDir()
		first, err := journal.Open(dir, invites(), once, journal.Continue)
		must(t, err)
		second := actor("once", dir)
		out, err := second.StdoutPipe()
		must(t, err)
		must(t, second.Start())
		said := bufio.NewScanner(out)
		said.Scan()
		time.Sleep(30 * time.Millisecond) // it waits for the lock now
		must(t, errors.Join(first.Intend(1, "a", journal.Step{}), first.Result(1, "a", journal.Outcome{Status: journal.Done}), first.Finish()))
		said.Scan()
		if text := said.Text(); !strings.Contains(text, "true") {
			t.Errorf("the second process began anew: %q", text)
		}
		must(t, second.Wait())
	}
}

// What must not be carried out again is remembered whatever else ran, whatever
// the clock says, and after a cleaning.
func TestFinishedOnceIsNotForgotten(t *testing.T) {
	dir := t.TempDir()
	finishOnce(t, dir, invites(), once, journal.Fresh)
	for i := range 23 {
		other := invites()
		other.Input += strconv.Itoa(i)
		finishOnce(t, dir, other, journal.Input{}, journal.Fresh)
	}
	_, err := journal.Clean(dir, journal.CleanOptions{Unfinished: true})
	must(t, err)
	records, _ := filepath.Glob(filepath.Join(dir, "*.once"))
	if len(records) != 1 {
		t.Fatalf("records: %q", records)
	}
	must(t, os.Chtimes(records[0], time.Unix(0, 0), time.Unix(0, 0)))
	for _, mode := range []journal.Mode{journal.Fresh, journal.Continue} {
		for _, sum := range []string{once.SHA256, "grown"} {
			in := once
			in.SHA256 = sum
			_, err := journal.Open(dir, invites(), in, mode)
			if finished, ok := errors.AsType[*journal.FinishedError](err); !ok || finished.Grown != (sum == "grown") || finished.At.IsZero() {
				t.Errorf("%s: %v", sum, err)
			}
			if _, ok := errors.AsType[*journal.FinishedError](journal.FinishedBefore(dir, invites(), in)); !ok {
				t.Errorf("%s: looking says nothing", sum)
			}
		}
	}
	finishOnce(t, dir, invites(), once, journal.Restart)
	must(t, os.WriteFile(records[0], []byte("noise\n"), 0o600))
	_, err = journal.Open(dir, invites(), once, journal.Continue)
	if corrupt, ok := errors.AsType[*journal.CorruptError](err); !ok || corrupt.Path != records[0] {
		t.Errorf("a record that cannot be read: %v", err)
	}
	finishOnce(t, dir, invites(), once, journal.Restart)
	if _, err = journal.Open(dir, invites(), once, journal.Fresh); err == nil {
		t.Error("a restart that was finished is carried out again")
	}
}

// The wait for calls of a process that is gone is bounded, whatever the clock did.
func TestWaitForLateCalls(t *testing.T) {
	now := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	const limit = time.Minute
	whole := limit + journal.LateMargin
	for ago, want := range map[time.Duration]time.Duration{
		0: whole, 20 * time.Second: whole - 20*time.Second, whole: 0, time.Hour: 0,
		-time.Second: whole, -24 * time.Hour: whole, -100 * 365 * 24 * time.Hour: whole,
	} {
		began := now.Add(-200 * 365 * 24 * time.Hour)
		if got := journal.QuietFrom(began, now, now.Add(-ago), now.Sub(began), limit).Sub(now); got != want {
			t.Errorf("last written %s ago: %s to wait, want %s", ago, got, want)
		}
	}
	// The process began twelve seconds before it was killed, two seconds ago. Then the
	// clock was set.
	const ran, ago = 14 * time.Second, 2 * time.Second
	for set, want := range map[time.Duration]time.Duration{
		0: whole - ago, time.Minute: whole - ago, 24 * time.Hour: whole - ago, -time.Hour: whole,
	} {
		left := now.Add(-set - ago)
		if got := journal.QuietFrom(now.Add(-set-ran), now, left, ran, limit).Sub(now); got != want {
			t.Errorf("the clock was set by %s: %s to wait, want %s", set, got, want)
		}
	}
}

// How long that is says the journal: it is the longest of the run's processes.
func TestLimitOfCallsIsKept(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ limit, want time.Duration }{
		{time.Hour, 0}, {time.Second, time.Hour}, {time.Second, time.Hour}, {0, time.Hour},
	} {
		j, err := journal.Open(dir, invites(), journal.Input{Limit: c.limit}, journal.Continue)
		must(t, err)
		if c.want == 0 {
			if !j.Quiet().IsZero() {
				t.Error("there is no earlier process to wait for")
			}
			must(t, j.Intend(1, "a", journal.Step{}))
		} else if j.Quiet().Before(time.Now().Add(c.want / 2)) {
			t.Errorf("it waits until %s only", j.Quiet())
		}
		must(t, j.Close())
	}
}
