package journal_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/journal"
)

func invites() journal.Run {
	return journal.Run{Context: "prod", Provider: "ixon", Verb: "users invite", Input: "/home/ada/people.csv"}
}

func open(t *testing.T, dir string, mode journal.Mode) *journal.Journal {
	t.Helper()
	j, err := journal.Open(dir, invites(), journal.Input{Rows: 4, SHA256: "c0ffee"}, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// halfDone has a row of each kind and is closed: key-1 done, key-2 unchanged,
// key-3 failed, key-4 recorded as unknown, key-5 without a result.
func halfDone(t *testing.T, dir string) string {
	t.Helper()
	j := open(t, dir, journal.Fresh)
	for row, o := range []journal.Outcome{
		{Status: journal.Done, ID: `id "1" é`},
		{Status: journal.Unchanged, ID: strings.Repeat("long", 500)},
		{Status: journal.Failed, Code: "conflict"},
		{Status: journal.Unknown, Code: "timeout"},
	} {
		k := "key-" + strconv.Itoa(row+1)
		if o.Status != journal.Unchanged {
			must(t, j.Intend(row+1, k, journal.Step{}))
		}
		must(t, j.Result(row+1, k, o))
	}
	must(t, j.Intend(5, "key-5", journal.Step{}))
	must(t, j.Close())
	return j.Path()
}

func TestResumeKnowsEachRow(t *testing.T) {
	dir := t.TempDir()
	halfDone(t, dir)
	j := open(t, dir, journal.Resume)
	for k, want := range map[string]journal.Outcome{
		"key-1": {Status: journal.Done, ID: `id "1" é`},
		"key-2": {Status: journal.Unchanged, ID: strings.Repeat("long", 500)},
		"key-3": {Status: journal.Failed, Code: "conflict"},
		"key-4": {Status: journal.Unknown, Code: "timeout"},
		"key-5": {Status: journal.Unknown},
	} {
		got, attempted := j.Before(k)
		if !attempted {
			t.Errorf("%s: not attempted", k)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", k, diff)
		}
	}
	if got, attempted := j.Before("key-6"); attempted {
		t.Errorf("key-6 was attempted: %v", got)
	}
	if diff := cmp.Diff(journal.Counts{Done: 1, Unchanged: 1, Failed: 1, Unknown: 2}, j.Counts()); diff != "" {
		t.Error(diff)
	}
}

func TestIntendIsRefusedForWhatMustNotBeSent(t *testing.T) {
	dir := t.TempDir()
	halfDone(t, dir)
	j := open(t, dir, journal.Resume)
	must(t, j.Intend(3, "key-3", journal.Step{})) // failed: may be tried again
	must(t, j.Intend(5, "key-5", journal.Step{})) // unknown, and the caller looked
	for k, want := range map[string]journal.Status{
		"key-1": journal.Done, "key-2": journal.Unchanged, "key-3": journal.Unknown,
	} {
		err := j.Intend(9, k, journal.Step{})
		repeated, ok := errors.AsType[*journal.RepeatedError](err)
		if !ok || repeated.Row != 9 || !strings.Contains(err.Error(), want.String()) {
			t.Errorf("%s: %v, want a repetition of a row that is %s", k, err, want)
		}
	}
}

func TestFreshRefusesAnUnfinishedRun(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	_, err := journal.Open(dir, invites(), journal.Input{}, journal.Fresh)
	unfinished, ok := errors.AsType[*journal.UnfinishedError](err)
	if !ok {
		t.Fatalf("error = %v", err)
	}
	want := journal.Counts{Done: 1, Unchanged: 1, Failed: 1, Unknown: 2}
	if unfinished.Path != path || unfinished.Counts != want || unfinished.Total != 4 || unfinished.Started.IsZero() {
		t.Errorf("%+v", unfinished)
	}
	for _, part := range []string{"--resume", "--restart", path, "of 4 rows 2 are done, 1 failed, 2 are unknown"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if before, attempted := open(t, dir, journal.Continue).Before("key-1"); !attempted || before.Status != journal.Done {
		t.Errorf("after the refusal: %v", before)
	}
}

func TestFreshTakesOverWhatAttemptedNothing(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, journal.Fresh).Close())
	j := open(t, dir, journal.Fresh)
	must(t, j.Intend(1, "a", journal.Step{}))
	must(t, j.Close())
}

func TestResumeWithoutARun(t *testing.T) {
	dir := t.TempDir()
	_, err := journal.Open(dir, invites(), journal.Input{}, journal.Resume)
	nothing, ok := errors.AsType[*journal.NothingToResumeError](err)
	if !ok || !nothing.Finished.IsZero() || nothing.Run != invites() {
		t.Fatalf("error = %#v", err)
	}
	j := open(t, dir, journal.Continue)
	must(t, j.Intend(1, "a", journal.Step{}))
	must(t, j.Finish())
	_, err = journal.Open(dir, invites(), journal.Input{}, journal.Resume)
	if nothing, ok = errors.AsType[*journal.NothingToResumeError](err); !ok || nothing.Finished.IsZero() {
		t.Errorf("after the end: %v", err)
	}
}

func TestResumeWithMoreRows(t *testing.T) {
	dir := t.TempDir()
	halfDone(t, dir)
	j, err := journal.Open(dir, invites(), journal.Input{Rows: 9, SHA256: "other"}, journal.Resume)
	must(t, err)
	must(t, j.Intend(6, "key-6", journal.Step{}))
	must(t, j.Close())
	_, err = journal.Open(dir, invites(), journal.Input{}, journal.Fresh)
	if unfinished, ok := errors.AsType[*journal.UnfinishedError](err); !ok || unfinished.Total != 9 || unfinished.Unknown != 3 {
		t.Errorf("error = %v", err)
	}
}

func TestRestartKeepsTheOldJournalAside(t *testing.T) {
	dir := t.TempDir()
	halfDone(t, dir)
	j := open(t, dir, journal.Restart)
	if _, attempted := j.Before("key-1"); attempted {
		t.Error("a restarted run knows rows of the old one")
	}
	aside, _ := filepath.Glob(filepath.Join(dir, "*.abandoned"))
	if len(aside) != 1 {
		t.Fatalf("put aside: %q", aside)
	}
	rows := 0
	for _, err := range journal.Show(aside[0]) {
		must(t, err)
		rows++
	}
	if rows != 5 {
		t.Errorf("the journal put aside has %d rows, want 5", rows)
	}
}

func TestFinishArchivesAndKeepsTwenty(t *testing.T) {
	dir := t.TempDir()
	for range 23 {
		j := open(t, dir, journal.Fresh)
		must(t, j.Intend(1, "a", journal.Step{}))
		must(t, j.Result(1, "a", journal.Outcome{Status: journal.Done}))
		must(t, j.Finish())
		must(t, j.Finish()) // as a deferred Close
		must(t, j.Close())
	}
	if done, _ := filepath.Glob(filepath.Join(dir, "*.done")); len(done) != 20 {
		t.Errorf("%d archived journals, want 20", len(done))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.journal")); len(left) != 0 {
		t.Errorf("unfinished: %q", left)
	}
}

func TestClosedJournalSendsNothing(t *testing.T) {
	j := open(t, t.TempDir(), journal.Fresh)
	must(t, j.Intend(1, "a", journal.Step{}))
	must(t, j.Close())
	write, ok := errors.AsType[*journal.WriteError](j.Intend(2, "b", journal.Step{}))
	if !ok || write.Sent || !errors.Is(write, fs.ErrClosed) {
		t.Errorf("intent: %#v", write)
	}
	if write, ok = errors.AsType[*journal.WriteError](j.Result(1, "a", journal.Outcome{Status: journal.Done})); !ok || !write.Sent {
		t.Errorf("result: %#v", write)
	}
}

func TestOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, journal.Fresh)
	_, err := journal.Open(dir, invites(), journal.Input{}, journal.Restart)
	busy, ok := errors.AsType[*journal.BusyError](err)
	if !ok || busy.Path != first.Path() || busy.PID != 0 && busy.PID != os.Getpid() {
		t.Fatalf("error = %v", err)
	}
	other := invites()
	other.Shard = "2/8"
	second, err := journal.Open(dir, other, journal.Input{}, journal.Fresh)
	must(t, err)
	must(t, second.Close())
	must(t, first.Close())
	must(t, open(t, dir, journal.Fresh).Close())
}

func TestManyGoroutines(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, journal.Fresh)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 200 {
				row := worker*200 + i + 1
				k := strconv.Itoa(row)
				if err := errors.Join(j.Intend(row, k, journal.Step{}), j.Result(row, k, journal.Outcome{Status: journal.Done, ID: "id-" + k})); err != nil {
					t.Error(err)
				}
				if before, _ := j.Before(k); before.ID != "id-"+k {
					t.Errorf("row %d has the id %q", row, before.ID)
				}
			}
		})
	}
	group.Wait()
	must(t, j.Close())
	if got := open(t, dir, journal.Resume).Counts().Done; got != 1600 {
		t.Errorf("%d rows are done, want 1600", got)
	}
}

func TestNothingPersonalIsKept(t *testing.T) {
	const canary = "canary@example.com"
	dir := t.TempDir()
	j := open(t, dir, journal.Fresh)
	must(t, j.Intend(1, canary, journal.Step{ID: canary}))
	must(t, j.Result(1, canary, journal.Outcome{Status: journal.Failed, Code: "user " + canary + " exists", ID: canary, Step: journal.Step{ID: canary}}))
	must(t, j.Close())
	text, err := os.ReadFile(j.Path())
	must(t, err)
	if strings.Contains(string(text), "canary") || !strings.Contains(string(text), `"code":"other"`) {
		t.Errorf("the journal holds\n%s", text)
	}
	info, err := os.Stat(j.Path())
	must(t, err)
	if mode := info.Mode().Perm(); mode != 0o600 && os.PathSeparator == '/' {
		t.Errorf("mode %o", mode)
	}
}
