package journal_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"unictl/internal/journal"
)

// A clock that was set forward after a kill, by an hour: the journal says how long
// the machine runs, and so how little time has passed.
func TestAClockSetForwardEndsNoWait(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.Open(dir, invites(), journal.Input{Limit: time.Minute}, journal.Continue)
	must(t, err)
	must(t, j.Intend(1, "a", journal.Step{}))
	must(t, j.Close())
	text, err := os.ReadFile(j.Path())
	must(t, err)
	first, rest, _ := strings.Cut(string(text), "\n")
	var head map[string]any
	must(t, json.Unmarshal([]byte(first), &head))
	if head["boot"] == nil {
		t.Fatal("the journal does not say how long the machine runs")
	}
	earlier := time.Now().Add(-time.Hour)
	head["created"] = earlier
	delete(head, "crc")
	line, err := json.Marshal(head)
	must(t, err)
	must(t, os.WriteFile(j.Path(), []byte(journal.WithSum(strings.TrimSuffix(string(line), "}"))+rest), 0o600))
	must(t, os.Chtimes(j.Path(), earlier, earlier))
	j, err = journal.Open(dir, invites(), journal.Input{Limit: time.Minute}, journal.Continue)
	must(t, err)
	defer j.Close()
	if wait := time.Until(j.Quiet()); wait < 30*time.Second {
		t.Errorf("it waits for %s only", wait)
	}
}
