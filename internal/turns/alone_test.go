package turns

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unictl/internal/atomicfile"
)

// Where the state file is of no use, the limit holds for the process alone, and
// that is said once.
func TestWithoutAStateFile(t *testing.T) {
	for name, spoil := range map[string]func(*Turns) error{
		"the folder is a file": func(turns *Turns) error { return os.WriteFile(folderOf(turns), nil, 0o600) },
		"the file is a folder": func(turns *Turns) error { return os.MkdirAll(turns.path, 0o700) },
		"the lock is a folder": func(turns *Turns) error { return os.MkdirAll(turns.path+".lock/x", 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir() + "/turns"
			synctest.Test(t, func(t *testing.T) {
				var warnings []string
				var mutex sync.Mutex
				turns := open(folder, Options{PerSecond: 10, Burst: 5, Warn: func(message string) {
					mutex.Lock()
					defer mutex.Unlock()
					warnings = append(warnings, message)
				}})
				if err := spoil(turns); err != nil {
					t.Fatal(err)
				}
				begin := time.Now()
				var all sync.WaitGroup
				for range 5 {
					all.Go(func() { take(t, turns, 5) })
				}
				all.Wait()
				between(t, "25 turns, 5 at once", time.Since(begin), 2*time.Second, 2*time.Second+time.Millisecond)
				if len(warnings) != 1 || !strings.HasPrefix(warnings[0], "the rate limit is not shared with other processes: ") ||
					!strings.Contains(warnings[0], folder) {
					t.Errorf("warnings: %q", warnings)
				}
			})
		})
	}
}

func folderOf(turns *Turns) string { return turns.path[:strings.LastIndexAny(turns.path, `/\`)] }

// A process that is stopped with the lock in its hands stops nobody.
func TestALockThatIsNeverGivenBack(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		warnings := 0
		turns := open(folder, Options{PerSecond: 10, Burst: 5, Warn: func(string) { warnings++ }})
		err := atomicfile.Locked(t.Context(), turns.path, func() error {
			short, cancel := context.WithTimeout(t.Context(), lockWait/2)
			defer cancel()
			if err := turns.Take(short); err != context.DeadlineExceeded {
				t.Errorf("error = %v", err)
			}
			if warnings != 0 {
				t.Error("warned although the caller gave up first")
			}
			between(t, "the first turn", take(t, turns, 1), lockWait, lockWait)
			between(t, "the next ones", take(t, turns, 3), 0, 0)
			return nil
		})
		if err != nil || warnings != 1 {
			t.Errorf("%d warnings, %v", warnings, err)
		}
	})
}

// Permissions bind neither root nor Windows.
func TestAFolderThatIsReadOnly(t *testing.T) {
	if os.Geteuid() <= 0 {
		return
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		warnings := 0
		turns := open(folder, Options{PerSecond: 10, Burst: 5, Warn: func(string) { warnings++ }})
		if took := take(t, turns, 15); took < 999*time.Millisecond || warnings != 1 {
			t.Errorf("15 turns took %s, %d warnings", took, warnings)
		}
	})
}
