//go:build unix

package transfer

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// unpushable is a file that takes bytes and cannot bring them to a disk.
func unpushable(t *testing.T) *os.File {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	t.Cleanup(func() { _ = writer.Close(); _ = reader.Close() })
	return writer
}

// The system tells only once that what was written did not arrive: a push in
// the middle that failed counts although the last one succeeds.
func TestAPushThatFailedIsNotForgotten(t *testing.T) {
	t.Parallel()
	whole, err := os.Create(filepath.Join(t.TempDir(), "whole"))
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	f := &flushing{file: unpushable(t), since: flushEvery}
	if _, err := f.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	pushed := <-f.pushed
	f.pushed <- pushed
	f.file = whole
	if err := f.end(); err == nil {
		t.Error("the failure is forgotten at the end")
	}
	f = &flushing{file: whole, since: flushEvery, pushed: make(chan error, 1)}
	f.pushed <- pushed
	if _, err := f.Write([]byte("x")); err == nil {
		t.Error("it goes on writing what is lost")
	}
}

func TestPushesInTheMiddle(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "whole")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f := &flushing{file: file}
	for range 9 {
		f.since = flushEvery
		if n, err := f.Write([]byte("abc")); n != 3 || err != nil {
			t.Fatal(n, err)
		}
	}
	if f.pushed == nil {
		t.Error("nothing was pushed")
	}
	if err := f.end(); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || len(text) != 27 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}
