package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/journal"
)

// fourStages makes a directory with a journal of each stage, and a damaged one.
func fourStages(t *testing.T) (dir string, running *journal.Journal) {
	t.Helper()
	dir = t.TempDir()
	halfDone(t, dir)
	open(t, dir, journal.Restart).Finish() // leaves an abandoned and a finished one
	halfDone(t, dir)
	other := invites()
	other.Input = "/home/ada/more.csv"
	running, err := journal.Open(dir, other, journal.Input{Rows: 7}, journal.Fresh)
	must(t, err)
	t.Cleanup(func() { running.Close() })
	must(t, os.WriteFile(filepath.Join(dir, "0123.journal"), []byte("noise\n"), 0o600))
	return dir, running
}

func TestList(t *testing.T) {
	dir, running := fourStages(t)
	list, err := journal.List(dir)
	must(t, err)
	stages := map[journal.Stage]journal.Summary{}
	for _, s := range list {
		if _, corrupt := errors.AsType[*journal.CorruptError](s.Err); corrupt {
			stages["corrupt"] = s
			continue
		}
		must(t, s.Err)
		stages[s.Stage] = s
		if s.Started.IsZero() || s.Ended.Before(s.Started.Add(-time.Second)) {
			t.Errorf("%s: from %s to %s", s.Path, s.Started, s.Ended)
		}
	}
	if len(list) != 5 || len(stages) != 5 {
		t.Fatalf("%d journals of %d stages, want 5 of 5: %+v", len(list), len(stages), list)
	}
	half := journal.Counts{Done: 1, Unchanged: 1, Failed: 1, Unknown: 2}
	for stage, want := range map[journal.Stage]journal.Counts{journal.Unfinished: half, journal.Abandoned: half, journal.Finished: {}, journal.Running: {}} {
		if got := stages[stage].Counts; got != want {
			t.Errorf("%s: %+v, want %+v", stage, got, want)
		}
	}
	if got := stages[journal.Running]; got.Path != running.Path() || got.Total != 7 || got.Run.Input != "/home/ada/more.csv" {
		t.Errorf("running: %+v", got)
	}
	if list[0].Stage != journal.Running {
		t.Errorf("the first one listed is %s, want the last one begun", list[0].Stage)
	}
}

func TestListOfNoDirectory(t *testing.T) {
	list, err := journal.List(filepath.Join(t.TempDir(), "none"))
	if len(list) != 0 || err != nil {
		t.Errorf("%v, %v", list, err)
	}
}

func TestClean(t *testing.T) {
	dir, running := fourStages(t)
	remove := func(o journal.CleanOptions, want int) {
		t.Helper()
		removed, err := journal.Clean(dir, o)
		must(t, err)
		if len(removed) != want {
			t.Errorf("%+v removed %q, want %d", o, removed, want)
		}
		for _, path := range removed {
			if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	remove(journal.CleanOptions{OlderThan: time.Hour, Unfinished: true}, 0)
	remove(journal.CleanOptions{}, 2)
	remove(journal.CleanOptions{Unfinished: true}, 2)
	must(t, running.Intend(1, "a", journal.Step{}))
	must(t, running.Close())
	list, err := journal.List(dir)
	must(t, err)
	if len(list) != 1 || list[0].Unknown != 1 {
		t.Errorf("left: %+v", list)
	}
}

func TestShowGivesTheNewestOutcome(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	j := open(t, dir, journal.Resume)
	must(t, j.Intend(30, "key-3", journal.Step{})) // the input was sorted otherwise
	must(t, j.Result(30, "key-3", journal.Outcome{Status: journal.Done, ID: "new"}))
	must(t, j.Close())
	var got []string
	keys := map[string]bool{}
	for row, err := range journal.Show(path) {
		must(t, err)
		got = append(got, strconv.Itoa(row.Row)+" "+row.Status.String()+" "+row.Code)
		keys[row.Key] = true
	}
	want := []string{"1 done ", "2 unchanged ", "4 unknown timeout", "5 unknown ", "30 done "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(keys) != 5 {
		t.Errorf("%d different keys, want 5", len(keys))
	}
	for range journal.Show(path) {
		break // leaving early is allowed
	}
}

func TestShowOfADamagedJournal(t *testing.T) {
	path := halfDone(t, t.TempDir())
	appendText(t, path, "noise\n")
	var last error
	for _, err := range journal.Show(path) {
		last = err
	}
	if _, ok := errors.AsType[*journal.CorruptError](last); !ok {
		t.Errorf("error = %v", last)
	}
}
