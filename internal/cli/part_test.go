package cli

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Where a file cannot go is known before anything is asked for.
func TestPlacesThatAreRefused(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	there := writeText(t, folder, "there", "of old")
	if err := os.Mkdir(filepath.Join(folder, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "x.part"), 0o700); err != nil {
		t.Fatal(err)
	}
	locked := writeText(t, folder, "locked", "of old")
	if err := os.Chmod(locked, 0o400); err != nil {
		t.Fatal(err)
	}
	for path, find := range map[string]string{
		filepath.Join(folder, "sub"):        "err:is a folder",
		filepath.Join(folder, "no", "file"): "err:hint: name a file in a folder you can write to",
		filepath.Join(there, "file"):        "err:FILE: " + there,
		there:                               "err:hint: name another file, or add --overwrite",
		locked + " --overwrite":             "err:is read-only",
		filepath.Join(folder, "x"):          "err:x.part",
	} {
		b.want(2, "works fetch "+path, "err:FILE: ", find, "out!RPT")
	}
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
	if text, err := os.ReadFile(there); err != nil || string(text) != "of old" {
		t.Errorf("what was there holds %q, %v", text, err)
	}
}

// What is left of an earlier run, even open to all, does no harm.
func TestAPartOfAnEarlierDownload(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	part := writeText(t, folder, "r.part", "much longer than the report is, and of old")
	if err := os.Chmod(part, 0o666); err != nil {
		t.Fatal(err)
	}
	b.want(0, "works fetch "+filepath.Join(folder, "r"))
	holds(t, folder, map[string]string{"r": report1})
}

// Whatever ends it before it begins, no part stays.
func TestNothingStaysOfADownloadThatDidNotBegin(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	path := filepath.Join(folder, "r")
	b.want(2, "works fetch "+path+" --context none")
	b.want(2, "works fetch "+path+" --like Excavator", "err:Excavator")
	delete(b.env, "UNICTL_PLANT_TOKEN")
	b.want(4, "works fetch "+path)
	holds(t, folder, nil)
}

// whileItRuns answers with a report, after something else has happened.
func whileItRuns(happens func()) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		happens()
		text(report1)(w, r)
	}
}

// A file that somebody made meanwhile stays as it is, unless it may be replaced.
func TestAFileMadeMeanwhile(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	path := filepath.Join(folder, "r")
	b.service.on("GET /report", whileItRuns(func() { writeText(t, folder, "r", "of another") }))
	b.want(6, "works fetch "+path, "err:r was made by somebody else meanwhile", "out!sha")
	holds(t, folder, map[string]string{"r": "of another"})
	b.want(0, "works fetch --overwrite "+path)
	holds(t, folder, map[string]string{"r": report1})
}

// Ctrl-C leaves nothing of a download.
func TestCtrlCInADownload(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	b.service.on("GET /report", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("RPT half"))
		_ = http.NewResponseController(w).Flush()
		cancel()
		<-r.Context().Done()
	})
	b.want(130, "works fetch "+filepath.Join(folder, "r"), "err:interrupted", "out!sha")
	holds(t, folder, nil)
}

// fickle is a writer that takes so many bytes, and then fails.
type fickle struct {
	left int
	err  error
}

func (f *fickle) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, f.err
	}
	f.left -= len(p)
	return len(p), nil
}

func brokenPipe() error { return &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE} }

// A reader who has had enough is no failure; a disk that is full is one.
func TestStandardOutputThatFails(t *testing.T) {
	t.Parallel()
	b, _ := fetchBench(t, text(report1))
	out := b.Out
	for _, c := range []struct {
		err  error
		code int
		find string
	}{
		{brokenPipe(), 0, "err!e"},
		{&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, 1, "err:standard output cannot be written: " + syscall.ENOSPC.Error()},
		{errors.New("odd"), 1, "err:standard output cannot be written: odd"},
	} {
		b.Out = &fickle{left: 5, err: c.err}
		b.want(c.code, "works fetch -", c.find)
	}
	b.Out = out
	b.want(0, "works fetch -", "out:RPT")
}
