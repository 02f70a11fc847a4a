//go:build !windows

package journal_test

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"unictl/internal/journal"
)

func systemRoles() map[string]func() {
	return map[string]func(){"full": fillTheDisk, "read-only": openAsNobody}
}

// fillTheDisk journals until a limit on the size of files, which cuts a line
// in two as a full disk does, and says what was recorded. When there is space
// again the result of an early row comes in.
func fillTheDisk() {
	signal.Ignore(syscall.SIGXFSZ)
	j, err := journal.Open(os.Getenv(roleDir), invites(), journal.Input{Rows: 100}, journal.Fresh)
	if err != nil {
		say("open: %v", err)
		return
	}
	early := j.Intend(200, "early", journal.Step{})
	limit, _ := strconv.Atoi(os.Getenv("UNICTL_TEST_JOURNAL_LIMIT"))
	info, _ := os.Stat(j.Path())
	size := uint64(info.Size()) + uint64(limit)
	limits := syscall.Rlimit{}
	err = errors.Join(early, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limits))
	limits.Cur = size
	if err := errors.Join(err, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limits)); err != nil {
		say("limit: %v", err)
		return
	}
	for row := 1; row <= 100; row++ {
		k := strconv.Itoa(row)
		if err := j.Intend(row, k, journal.Step{}); err != nil {
			report("intent", err, j.Intend(row+1, "next", journal.Step{}))
			break
		}
		if err := j.Result(row, k, journal.Outcome{Status: journal.Done}); err != nil {
			report("result", err, j.Intend(row+1, "next", journal.Step{}))
			break
		}
	}
	limits.Cur = limits.Max
	err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limits)
	say("%v", errors.Join(err, j.Result(200, "early", journal.Outcome{Status: journal.Done}), j.Close()))
}

// report says what could not be written, and whether the next row would be sent.
func report(what string, err, next error) {
	write, ok := errors.AsType[*journal.WriteError](err)
	after, refused := errors.AsType[*journal.WriteError](next)
	say("%s %t %d sent=%t next=%t %v", what, ok, write.Row, write.Sent, !refused || after.Sent, err)
}

func TestFullDisk(t *testing.T) {
	// A row takes 71 bytes for its intent and 87 for its result.
	for _, c := range []struct {
		limit int
		said  string
		want  journal.Counts
	}{
		{3*158 + 10, "intent true 4 sent=false next=false row 4 was not sent", journal.Counts{Done: 4}},
		{3 * 158, "intent true 4 sent=false next=false row 4 was not sent", journal.Counts{Done: 4}},
		{3*158 + 71 + 10, "result true 4 sent=true next=false row 4 was sent, but", journal.Counts{Done: 4, Unknown: 1}},
	} {
		dir := t.TempDir()
		said := play(t, "full", dir, "UNICTL_TEST_JOURNAL_LIMIT="+strconv.Itoa(c.limit))
		if !strings.HasPrefix(said, c.said) || !strings.HasSuffix(said, "<nil>") {
			t.Errorf("limit %d: said %q, want %q", c.limit, said, c.said)
		}
		j := open(t, dir, journal.Resume)
		if got := j.Counts(); got != c.want {
			t.Errorf("limit %d: %+v, want %+v", c.limit, got, c.want)
		}
		must(t, j.Close())
	}
}

// openAsNobody opens a journal without the rights of root, which no
// permissions bind.
func openAsNobody() {
	if os.Geteuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			say("setuid: %v", err)
			return
		}
	}
	_, err := journal.Open(os.Getenv(roleDir), invites(), journal.Input{}, journal.Fresh)
	_, ok := errors.AsType[*journal.OpenError](err)
	say("%t %t %v", ok, errors.Is(err, syscall.EACCES), err)
}

func TestReadOnlyDirectory(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	must(t, os.Chmod(dir, 0o555))
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	if said := play(t, "read-only", dir); !strings.HasPrefix(said, "true true ") || !strings.Contains(said, "no row was sent") {
		t.Errorf("said %q", said)
	}
}
