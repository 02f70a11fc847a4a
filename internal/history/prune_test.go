package history

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPrune(t *testing.T) {
	log, dir := filled(t, 5) // a second each: 1 s for the header, then 2..11
	anchor := filepath.Join(t.TempDir(), "anchor")
	if err := Anchor(anchor, verdict(t, dir, "")); err != nil {
		t.Fatal(err)
	}
	before, _ := time.Parse(time.RFC3339, "2026-11-30T10:00:06Z")
	n, err := log.Prune(t.Context(), before)
	if err != nil || n != 4 {
		t.Fatalf("%d %v", n, err)
	}
	v := verdict(t, dir, anchor)
	if !v.Whole || v.Pruned != 4 || v.Records != 8 { // the summary, 6, and the seal
		t.Errorf("%+v", v)
	}
	text, _ := os.ReadFile(Path(dir))
	if strings.Contains(string(text), "p1@") || !strings.Contains(string(text), "p2@") {
		t.Errorf("addresses: %s", text)
	}
	if n, err = log.Prune(t.Context(), before); err != nil || n != 0 {
		t.Errorf("again: %d %v", n, err)
	}
	add(t, log, 1)
	if n, err = log.Prune(t.Context(), before.Add(2*time.Second)); err != nil || n != 6 {
		t.Errorf("more: %d %v", n, err)
	}
	if v = verdict(t, dir, anchor); !v.Whole || v.Pruned != 6 {
		t.Errorf("%+v", v)
	}
	text, _ = os.ReadFile(Path(dir)) // and what a summary says cannot be changed
	if err := os.WriteFile(Path(dir), bytes.Replace(text, []byte(`"count":6`), []byte(`"count":5`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if v = verdict(t, dir, ""); v.Whole {
		t.Error("a changed summary is believed")
	}
	if n, err = log.Prune(t.Context(), before.Add(time.Hour)); n != 0 || !isA[*BrokenError](err) {
		t.Errorf("a broken chain is pruned: %d %v", n, err)
	}
}

// A summary that somebody made with hashes that fit is not sealed by the chain.
func TestForgedSummary(t *testing.T) {
	_, dir := filled(t, 3)
	text, err := os.ReadFile(Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	all := bytes.SplitAfter(text, []byte("\n"))
	_, begin, _ := cut(all[0])
	_, last, _ := cut(all[2])
	forged := Entry{Seq: 2, Event: Pruned, At: at(clock)(), Summary: &Range{Count: 2, From: 1, To: 2, LastHash: last}}
	line, _, err := forged.sealed(begin)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(Path(dir), bytes.Join(append([][]byte{all[0], line}, all[3:]...), nil), 0o600); err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, dir, ""); v.Whole || !strings.Contains(v.Problems[0], "not what prune wrote") {
		t.Errorf("%+v", v)
	}
}
