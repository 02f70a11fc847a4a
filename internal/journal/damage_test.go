package journal_test

import (
	"errors"
	"os"
	"path/filepath"
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
			must(t, j.Intend(6, "key-6"))
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

func TestOtherVersion(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	change(t, path, `{"journal":1`, `{"journal":2`)
	_, err := journal.Open(dir, invites(), journal.Input{}, journal.Continue)
	version, ok := errors.AsType[*journal.VersionError](err)
	if !ok || version.Got != 2 || version.Want != 1 || !strings.Contains(err.Error(), path) {
		t.Errorf("error = %v", err)
	}
}

func TestJournalOfAnotherRun(t *testing.T) {
	dir := t.TempDir()
	path := halfDone(t, dir)
	change(t, path, `"context":"prod"`, `"context":"test"`)
	_, err := journal.Open(dir, invites(), journal.Input{}, journal.Resume)
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
