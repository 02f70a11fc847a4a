package journal

import "testing"

// A disk that fails to sync must stop the sending.
func TestFailedSyncStopsIntents(t *testing.T) {
	j, err := Open(t.TempDir(), Run{Verb: "invite"}, Input{}, Fresh)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	file := j.file
	j.file = nil // Sync and Write of no file fail
	j.flush()
	j.file = file
	if err := j.Intend(1, "a", Step{}); err == nil {
		t.Error("a row is sent although lines may not be on disk")
	}
}
