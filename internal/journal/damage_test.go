package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unictl/internal/journal"
)

func appendText(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = file.WriteString(text)
	must(t, errors.Join(err, file.Close()))
}

// change replaces the first occurrence of a text in the file.
func change(t *testing.T, path, from, to string) {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	if !strings.Contains(string(text), from) {
		t.Fatalf("no %q in\n%s", from, text)
	}
	must(t, os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600))
}

func TestTornTailIsDropped(t *testing.T) {
	for name, tail := range map[string]string{
		"half an intent":       `{"intent":"0011`,
		"a result, no end":     `{"result":"00112233445566778899aabbccddeeff","row":1,"status":"done"}`,
		"zeros of a lost page": strings.Repeat("\x00", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := halfDone(t, dir)
			appendText(t, path, tail)
			j := open(t, dir, journal.Resume)
			if got := j.Counts().Attempted(); got != 5 {
				t.Errorf("%d rows, want 5", got)
			}
			must(t, j.Intend(6, "key-6", journal.Step{}))
			must(t, j.Close())
			if got := open(t, dir, journal.Resume).Counts().Attempted(); got != 6 {
				t.Errorf("%d rows after the resumption, want 6: the torn line was not cut off", got)
			}
		})
	}
}

func TestCorruptLineIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		line     int
	}{
		"header":       {`"journal"`, `"yournal"`, 1},
		"salt":         {`"salt":"`, `"salt":"zz`, 1},
		"intent":       {`{"intent":"`, `{"intent":"zz`, 2},
		"word":         {`"status":"done"`, `"status":"dune"`, 3},
		"no status":    {`"status":"done","id"`, `"id"`, 3},
		"id":           {`\"1\"`, `"1"`, 3},
		"row":          {`"row":2`, `"row":x`, 4},
		"lost newline": {"\n", " ", 1},
		"blank line":   {"\n", "\n\n", 2},
		"zeros":        {"\n", "\n" + strings.Repeat("\x00", 100_000), 2},
		"too long":     {`"code":"timeout"`, `"code":"` + strings.Repeat("x", 70_000) + `"`, 8},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := halfDone(t, dir)
			change(t, path, c.from, c.to)
			_, err := journal.Open(dir, invites(), journal.Input{}, journal.Resume)
			corrupt, ok := errors.AsType[*journal.CorruptError](err)
			if !ok || corrupt.Path != path || corrupt.Line != c.line {
				t.Fatalf("error = %v, want line %d", err, c.line)
			}
			if !strings.Contains(err.Error(), "--restart") {
				t.Errorf("no way out in %q", err)
			}
			open(t, dir, journal.Restart)
			if aside, _ := filepath.Glob(filepath.Join(dir, "*.abandoned")); len(aside) != 1 {
				t.Errorf("put aside: %q", aside)
			}
		})
	}
}

// One byte that is not as it was written is a refusal, wherever it lies; of the
// last line at least nothing is forgotten: without its end it may be a torn one.
func TestOneFlippedByteIsFound(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	sound, err := os.ReadFile(path)
	must(t, err)
	for at := range sound {
		if at > 300 && at%7 != 0 && at < len(sound)-200 { // the long id in the middle
			continue
		}
		for bit, mode := range map[byte]journal.Mode{1: journal.Continue, 0x20: journal.Fresh} {
			damaged := slices.Clone(sound)
			damaged[at] ^= bit
			must(t, os.WriteFile(path, damaged, 0o600))
			j, err := journal.Open(dir, invites(), journal.Input{}, mode)
			if err == nil { // the newline at the end
				_, attempted := j.Before("key-5")
				if got := j.Counts(); at != len(sound)-1 || !attempted || got.Attempted() != 5 {
					t.Errorf("byte %d: %+v", at, got)
				}
				must(t, j.Close())
				continue
			}
			var coder interface{ ExitCode() int }
			errors.As(err, &coder)
			_, unfinished := errors.AsType[*journal.UnfinishedError](err)
			if unfinished != (at == len(sound)-1) || coder == nil || coder.ExitCode() != 2 ||
				!strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "--restart") {
				t.Errorf("byte %d: %v", at, err)
			}
		}
	}
}

// A file without one whole line may have been a journal of rows that were sent.
func TestFileWithoutALineIsRefused(t *testing.T) {
	for _, text := range []string{"", `{"journal":2`, "\x00\x00"} {
		dir := t.TempDir()
		path := halfDone(t, dir)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		for _, mode := range []journal.Mode{journal.Fresh, journal.Resume, journal.Continue} {
			_, err := journal.Open(dir, invites(), journal.Input{}, mode)
			if corrupt, ok := errors.AsType[*journal.CorruptError](err); !ok || corrupt.Path != path {
				t.Errorf("%q: %v", text, err)
			}
		}
		open(t, dir, journal.Restart)
	}
}

// An intent without its end is an attempt all the same, in this process and in
// the next.
func TestTornIntentIsAnAttempt(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	j := open(t, dir, journal.Resume)
	must(t, j.Intend(6, "key-6", journal.Step{}))
	must(t, j.Close())
	text, err := os.ReadFile(path)
	must(t, err)
	for _, cut := range []int{1, 20} {
		must(t, os.WriteFile(path, text[:len(text)-cut], 0o600))
		for range 2 {
			j := open(t, dir, journal.Resume)
			if before, attempted := j.Before("key-6"); !attempted || before.Status != journal.Unknown || j.Counts().Unknown != 3 {
				t.Errorf("without %d bytes: %v, %+v", cut, before, j.Counts())
			}
			must(t, j.Close())
		}
	}
}

func TestOtherVersion(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	change(t, path, `{"journal":2`, `{"journal":1`)
	_, err := journal.Open(dir, invites(), journal.Input{}, journal.Continue)
	version, ok := errors.AsType[*journal.VersionError](err)
	if !ok || version.Got != 1 || version.Want != 2 || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "--restart") {
		t.Errorf("error = %v", err)
	}
}

func TestJournalOfAnotherRun(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	other := invites()
	other.Context = "test"
	j, err := journal.Open(dir, other, journal.Input{}, journal.Fresh)
	must(t, err)
	must(t, j.Close())
	must(t, os.Rename(j.Path(), path))
	_, err = journal.Open(dir, invites(), journal.Input{}, journal.Resume)
	foreign, ok := errors.AsType[*journal.ForeignError](err)
	if !ok || foreign.Got.Context != "test" || foreign.Want != invites() {
		t.Errorf("error = %v", err)
	}
}

func TestDirectoryThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	_, err := journal.Open(filepath.Join(file, "journals"), invites(), journal.Input{}, journal.Fresh)
	if _, ok := errors.AsType[*journal.OpenError](err); !ok || !strings.Contains(err.Error(), "no row was sent") {
		t.Errorf("error = %v", err)
	}
}
