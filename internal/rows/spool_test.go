package rows

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

func TestSpool(t *testing.T) {
	dir := t.TempDir()
	text := strings.Repeat("ada@x.org\n", 100_000)
	s, err := Spool(strings.NewReader(text), dir)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := s.Stat(); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	for range 2 {
		if got, err := io.ReadAll(s); err != nil || string(got) != text {
			t.Errorf("%d bytes, %v, want %d", len(got), err, len(text))
		}
		if _, err := s.Seek(0, io.SeekStart); err != nil {
			t.Error(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	nothingLeft(t, dir)
}

func nothingLeft(t *testing.T, dir string) {
	t.Helper()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Where a file in use cannot be removed, Close removes it.
func TestSpooledIsRemovedAtClose(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "rows")
	if err != nil {
		t.Fatal(err)
	}
	s := &Spooled{File: file, left: true}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	nothingLeft(t, filepath.Dir(file.Name()))
	if err := s.Close(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("second close: %v", err)
	}
}

func TestSpoolErrors(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("broken pipe")
	_, err := Spool(io.MultiReader(strings.NewReader("a"), iotest.ErrReader(broken)), dir)
	var keeping *SpoolError
	if !errors.Is(err, broken) || errors.As(err, &keeping) || !strings.HasPrefix(err.Error(), "cannot read the input: ") {
		t.Errorf("broken input: %v", err)
	}
	nothingLeft(t, dir)

	_, err = Spool(strings.NewReader("a"), filepath.Join(dir, "none"))
	if !errors.As(err, &keeping) || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(keeping.Way, "TMPDIR") || !strings.Contains(err.Error(), "none") {
		t.Errorf("no directory: %v", err)
	}
}

func TestDiskFull(t *testing.T) {
	full := error(syscall.ENOSPC)
	if runtime.GOOS == "windows" {
		full = syscall.Errno(112)
	}
	for err, want := range map[error]bool{&os.PathError{Op: "write", Path: "x", Err: full}: true, fs.ErrPermission: false} {
		var keeping *SpoolError
		if wrapped := spoolError(err); !errors.As(wrapped, &keeping) || strings.Contains(keeping.Way, "the disk is full") != want || !errors.Is(wrapped, err) {
			t.Errorf("%v: %v", err, wrapped)
		}
	}
}

func TestFingerprint(t *testing.T) {
	text := "email\n" + strings.Repeat("ada@x.org\n", 50_000)
	hashing := NewHashing(strings.NewReader(text))
	reader, err := NewReader(hashing, CSV, verb())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Next(); err != nil { // the rest is read by Fingerprint
		t.Fatal(err)
	}
	f, err := hashing.Fingerprint()
	if err != nil || f.Check(strings.NewReader(text)) != nil {
		t.Errorf("same file: %v, %v", err, f.Check(strings.NewReader(text)))
	}
	for _, other := range []string{"", text[:len(text)-1], text + "\n", strings.Replace(text, "ada", "adb", 1)} {
		if err := f.Check(strings.NewReader(other)); !errors.Is(err, ErrChanged) {
			t.Errorf("another file of %d bytes: %v", len(other), err)
		}
	}
	broken := errors.New("broken")
	if err := f.Check(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("broken file: %v", err)
	}
	abc, err := NewHashing(strings.NewReader("abc")).Fingerprint()
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; err != nil || abc.String() != want {
		t.Errorf("abc: %v, %v, want %s", abc, err, want)
	}
}
