package main

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	got, err := split([]string{"hello", "version", ":::", "unictl"})
	if diff := cmp.Diff([][]string{{"hello", "version"}, {"unictl"}}, got); diff != "" || err != nil {
		t.Errorf("(-want +got): %s, %v", diff, err)
	}
	for _, words := range [][]string{nil, {":::"}, {"hello", ":::"}, {":::", "hello"}} {
		if got, err := split(words); err == nil {
			t.Errorf("%q: %q, want an error", words, got)
		}
	}
}

func TestSeries(t *testing.T) {
	yardstick := &series{took: []time.Duration{10 * time.Millisecond, 20 * time.Millisecond, 40 * time.Millisecond}}
	ours := &series{took: []time.Duration{15 * time.Millisecond, 80 * time.Millisecond, 20 * time.Millisecond}, peak: 3 << 20}
	if got := milliseconds(ours.took); got != 20 {
		t.Errorf("median %v ms, want 20", got)
	}
	if got := ratio(ours.took, yardstick.took); got != 1.5 {
		t.Errorf("median of the ratios 1.5, 4, 0.5 is %v, want 1.5", got)
	}
	if got := ours.mebibytes(); got != 3 {
		t.Errorf("%v MiB, want 3", got)
	}
	if got := median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("median of four is %v, want 2.5", got)
	}
}

func TestRun(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run([]string{"-runs", "2", "-warmup", "1", goTool, "version", ":::", goTool, "env", "GOOS"}, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "\t1.000\t") || !strings.HasSuffix(lines[0], "\t1.000") || strings.Contains(lines[0], "\t0.00\t") {
		t.Errorf("got %q, want two lines, the first with the ratios 1", lines)
	}
	if err := run([]string{goTool, "no-such-command"}, &out); err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("a command that fails: %v, want what it said", err)
	}
}
