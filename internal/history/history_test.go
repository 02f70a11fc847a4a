package history

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const clock = "2026-11-30T10:00:00Z"

func at(text string) func() time.Time {
	now, err := time.Parse(time.RFC3339, text)
	return func() time.Time {
		if err != nil {
			panic(err)
		}
		now = now.Add(time.Second)
		return now
	}
}

// filled is a history of so many writes that were all done.
func filled(t *testing.T, writes int) (*Log, string) {
	t.Helper()
	dir := t.TempDir()
	log := New(dir, at(clock))
	t.Cleanup(func() { _ = log.Close() })
	add(t, log, writes)
	return log, dir
}

func add(t *testing.T, log *Log, writes int) {
	t.Helper()
	for i := range writes {
		w := Write{Who: "ada@desk", Context: "prod", Provider: "ixon", Verb: "ixon users invite", Target: fmt.Sprintf("p%d@example.com", i)}
		seq, err := log.Before(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		w.ID = fmt.Sprint("id", i)
		if err := log.After(t.Context(), seq, Done, w); err != nil {
			t.Fatal(err)
		}
	}
}

func verdict(t *testing.T, dir, anchor string) *Verdict {
	t.Helper()
	v, err := Verify(t.Context(), dir, anchor)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestChainHolds(t *testing.T) {
	_, dir := filled(t, 5)
	v := verdict(t, dir, "")
	if !v.Whole || v.Records != 10 || v.Head.Seq != 10 || v.Torn {
		t.Errorf("%+v", v)
	}
	n := 0
	for r, err := range Records(dir) {
		if err != nil || r.End.Event != Done || r.End.Target != fmt.Sprintf("p%d@example.com", n) || r.End.ID == "" || r.Seq != int64(2*n+1) {
			t.Errorf("%d: %+v %v", n, r, err)
		}
		n++
	}
	if n != 5 {
		t.Errorf("%d records", n)
	}
	if info, err := os.Stat(Path(dir)); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v %v: others can read it", info.Mode(), err)
	}
}

// A write that never came back is unknown, and one that was sent before it has
// its place.
func TestNoAnswer(t *testing.T) {
	log, dir := filled(t, 1)
	if _, err := log.Before(t.Context(), Write{Verb: "x", Target: "lost"}); err != nil {
		t.Fatal(err)
	}
	add(t, log, 1)
	var got []string
	for r, err := range Records(dir) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(r.End.Event)+" "+r.End.Target)
	}
	if want := "done p0@example.com,unknown lost,done p0@example.com"; strings.Join(got, ",") != want {
		t.Errorf("got %v", got)
	}
}

// What is done to the file is found, and told by its number.
func TestTampering(t *testing.T) {
	lines := func(text []byte) [][]byte { return bytes.SplitAfter(text, []byte("\n")) }
	for name, c := range map[string]struct {
		change func([]byte) []byte
		says   string
	}{
		"a letter": {func(b []byte) []byte { return bytes.Replace(b, []byte("p1@"), []byte("q1@"), 1) }, "record 3: "},
		"a line out": {func(b []byte) []byte {
			l := lines(b)
			return bytes.Join(append(l[:4:4], l[5:]...), nil)
		}, "record 4: "},
		"a line twice": {func(b []byte) []byte {
			l := lines(b)
			return bytes.Join(append(l[:5:5], l[4:]...), nil)
		}, "record 5: "},
		"two lines changed over": {func(b []byte) []byte {
			l := lines(b)
			l[3], l[4] = l[4], l[3]
			return bytes.Join(l, nil)
		}, "record 3: "},
		"the tail cut":      {func(b []byte) []byte { return bytes.Join(lines(b)[:5], nil) }, "records 5 to 6 are missing at the end"},
		"the header":        {func(b []byte) []byte { return bytes.Replace(b, []byte("begin"), []byte("begun"), 1) }, "record 0: "},
		"everything":        {func([]byte) []byte { return nil }, "records 0 to 6 are missing at the end"},
		"the end of a hash": {func(b []byte) []byte { b[len(b)-4] ^= 1; return b }, "record 6: "},
	} {
		t.Run(name, func(t *testing.T) {
			_, dir := filled(t, 3)
			text, err := os.ReadFile(Path(dir))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(Path(dir), c.change(text), 0o600); err != nil {
				t.Fatal(err)
			}
			v := verdict(t, dir, "")
			if v.Whole || !strings.Contains(strings.Join(v.Problems, "\n"), c.says) {
				t.Errorf("whole %v: %q, want %q", v.Whole, v.Problems, c.says)
			}
		})
	}
}

// A tail that is cut together with its checkpoint is found by the anchor alone.
func TestAnchor(t *testing.T) {
	log, dir := filled(t, 1)
	checkpoint, err := os.ReadFile(filepath.Join(dir, checkpointName))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	add(t, log, 2)
	anchor := filepath.Join(t.TempDir(), "anchor")
	if err := Anchor(anchor, verdict(t, dir, anchor)); err != nil {
		t.Fatal(err)
	}
	add(t, log, 1)
	if v := verdict(t, dir, anchor); !v.Whole || !strings.Contains(strings.Join(v.Proved, "\n"), "anchor was taken") {
		t.Errorf("%+v", v)
	}
	for name, content := range map[string][]byte{Path(dir): text, filepath.Join(dir, checkpointName): checkpoint} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if v := verdict(t, dir, ""); !v.Whole {
		t.Errorf("without the anchor it cannot be known: %v", v.Problems)
	}
	if v := verdict(t, dir, anchor); v.Whole || !strings.Contains(v.Problems[0], "records 3 to 6, which the anchor knows") {
		t.Errorf("%+v", v)
	}
	other := New(t.TempDir(), at("2026-12-01T00:00:00Z"))
	defer other.Close()
	add(t, other, 4)
	if v := verdict(t, other.dir, anchor); v.Whole || !strings.Contains(v.Problems[0], "not the one that the anchor knows") {
		t.Errorf("%+v", v)
	}
}

// A line that a process was killed in is taken back, and is no tampering.
func TestTornLine(t *testing.T) {
	log, dir := filled(t, 2)
	file, err := os.OpenFile(Path(dir), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"seq":5,"event":"sent","at":"2026`); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if v := verdict(t, dir, ""); !v.Whole || !v.Torn || v.Records != 4 {
		t.Errorf("%+v", v)
	}
	add(t, log, 1)
	if v := verdict(t, dir, ""); !v.Whole || v.Torn || v.Records != 6 {
		t.Errorf("%+v", v)
	}
}

// The checkpoint may be a line behind, or gone: the file tells.
func TestCheckpointBehind(t *testing.T) {
	for _, gone := range []bool{false, true} {
		log, dir := filled(t, 2)
		path := filepath.Join(dir, checkpointName)
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		add(t, log, 1)
		if gone {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, old, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if v := verdict(t, dir, ""); v.Whole == gone {
			t.Errorf("gone %v: %v", gone, v.Problems)
		}
		add(t, log, 1)
		if v := verdict(t, dir, ""); !v.Whole || v.Records != 8 {
			t.Errorf("gone %v: %+v", gone, v)
		}
	}
}

// A cut tail does not stop the work for ever, and is told of for ever.
func TestGap(t *testing.T) {
	log, dir := filled(t, 3)
	text, err := os.ReadFile(Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	kept := bytes.Join(bytes.SplitAfter(text, []byte("\n"))[:5], nil) // header and four
	if err := os.WriteFile(Path(dir), kept, 0o600); err != nil {
		t.Fatal(err)
	}
	add(t, log, 1)
	v := verdict(t, dir, "")
	if v.Whole || v.Missing != 2 || v.Head.Seq != 9 || !strings.Contains(v.Problems[0], "records 5 to 6 are missing") {
		t.Errorf("%+v", v)
	}
}

// A broken chain is not gone on with.
func TestBrokenIsRefused(t *testing.T) {
	log, dir := filled(t, 2)
	text, err := os.ReadFile(Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(Path(dir), append(text, "{}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = log.Before(t.Context(), Write{}); !isA[*BrokenError](err) {
		t.Errorf("%v", err)
	}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func TestNewerVersion(t *testing.T) {
	dir := t.TempDir()
	header := Entry{Event: Begin, History: version + 1, At: at(clock)()}
	line, hash, err := header.sealed("")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(Path(dir), line, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, known := range []bool{false, true} { // with a checkpoint, and without
		if known {
			text, err := Head{Hash: hash, Size: int64(len(line))}.text()
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, checkpointName), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := New(dir, at(clock)).Before(t.Context(), Write{}); !isA[*VersionError](err) {
			t.Errorf("checkpoint %v: %v", known, err)
		}
	}
	if _, err := Verify(t.Context(), dir, ""); !isA[*VersionError](err) {
		t.Errorf("%v", err)
	}
}

// Many processes make one chain.
func TestProcesses(t *testing.T) {
	if dir := os.Getenv("HISTORY_TEST_DIR"); dir != "" {
		log := New(dir, time.Now)
		add(t, log, 25)
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
		return
	}
	dir := t.TempDir()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcesses$")
			cmd.Env = append(os.Environ(), "HISTORY_TEST_DIR="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if v := verdict(t, dir, ""); !v.Whole || v.Records != 8*25*2 || v.Head.Seq != 8*25*2 {
		t.Errorf("%+v", v)
	}
}

// The writers of one process take turns as well, and one that waits can be called
// off.
func TestWritersAndCancel(t *testing.T) {
	log, dir := filled(t, 0)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() { add(t, log, 10) })
	}
	group.Wait()
	if v := verdict(t, dir, ""); !v.Whole || v.Records != 200 {
		t.Errorf("%+v", v)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := log.Before(ctx, Write{}); err == nil {
		t.Error("a write is recorded although it is called off")
	}
}

// The form that the documentation shows is the form of the file.
func TestForm(t *testing.T) {
	_, dir := filled(t, 1)
	text, err := os.ReadFile(Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
		var members map[string]any
		if err := json.Unmarshal(line, &members); err != nil || members["seq"] != float64(i) || len(members["hash"].(string)) != hashSize {
			t.Errorf("%s: %v", line, err)
		}
	}
}
