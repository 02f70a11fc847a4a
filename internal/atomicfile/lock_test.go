package atomicfile_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/atomicfile"
)

// countEnv makes the test binary a process that counts up a file and leaves.
const countEnv = "UNICTL_TEST_COUNT_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(countEnv); path != "" {
		if err := countUp(path); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

// countUp adds one to the number in the file, slowly enough for others to get
// in between if the lock lets them.
func countUp(path string) error {
	return atomicfile.Locked(context.Background(), path, func() error {
		data, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		number, _ := strconv.Atoi(string(data))
		time.Sleep(5 * time.Millisecond)
		return atomicfile.Write(path, []byte(strconv.Itoa(number+1)), 0o600)
	})
}

func TestLockedExcludesGoroutinesAndProcesses(t *testing.T) {
	const goroutines, processes = 8, 4
	path := filepath.Join(t.TempDir(), "count")
	var group sync.WaitGroup
	for range goroutines {
		group.Go(func() {
			if err := countUp(path); err != nil {
				t.Error(err)
			}
		})
	}
	for range processes {
		group.Go(func() {
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), countEnv+"="+path)
			if out, err := process.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
	if got := read(t, path); got != strconv.Itoa(goroutines+processes) {
		t.Errorf("count = %s, want %d", got, goroutines+processes)
	}
}

func TestLockedEndsWithTheContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	err := atomicfile.Locked(context.Background(), path, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		inner := atomicfile.Locked(ctx, path, func() error {
			t.Error("two holders of one lock")
			return nil
		})
		var lock *atomicfile.LockError
		if !errors.As(inner, &lock) || !lock.Held() || !errors.Is(inner, context.DeadlineExceeded) {
			t.Errorf("error = %#v, want a held lock and the deadline", inner)
		}
		if !strings.Contains(inner.Error(), path+".lock") {
			t.Errorf("error %q does not name the lock file", inner)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLockedReturnsTheErrorOfTheWork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "file")
	want := errors.New("the work failed")
	if got := atomicfile.Locked(context.Background(), path, func() error { return want }); got != want {
		t.Errorf("error = %v, want %v itself", got, want)
	}
	if err := atomicfile.Locked(context.Background(), path, func() error { return nil }); err != nil {
		t.Errorf("the lock was not released: %v", err)
	}
}

func TestLockedWithoutADirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(file, "below")
	err := atomicfile.Locked(context.Background(), path, func() error {
		t.Error("ran without a lock")
		return nil
	})
	var lock *atomicfile.LockError
	if !errors.As(err, &lock) || lock.Held() || lock.Path != path+".lock" {
		t.Errorf("error = %#v", err)
	}
}
