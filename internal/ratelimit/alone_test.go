package ratelimit

import (
	"context"
	"errors"
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
	for name, spoil := range map[string]func(*Limiter) error{
		"the folder is a file": func(turns *Limiter) error { return os.WriteFile(folderOf(turns), nil, 0o600) },
		"the file is a folder": func(turns *Limiter) error { return os.MkdirAll(turns.path, 0o700) },
		"the lock is a folder": func(turns *Limiter) error { return os.MkdirAll(turns.path+".lock/x", 0o700) },
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

func folderOf(turns *Limiter) string { return turns.path[:strings.LastIndexAny(turns.path, `/\`)] }

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

// alone is a limit that is not shared.
func alone(o Options) *Limiter { return New("", "test", "https://example.com:443", o) }

func TestTurnsOfOneProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := Options{PerSecond: 10, Burst: 5}
		between(t, "25 turns, 5 at once", take(t, alone(limit), 25), 2*time.Second, 2*time.Second+time.Microsecond)
		between(t, "5 turns of another", take(t, alone(limit), 5), 0, 0)
		free := alone(Options{})
		between(t, "turns without a rate", take(t, free, 1000), 0, 0)
		free.Pause(time.Now().Add(5 * time.Second))
		free.Pause(time.Now().Add(time.Second))
		between(t, "the pause without a rate", take(t, free, 3), 5*time.Second, 5*time.Second)
	})
}

func TestAPauseOfOneProcessReachesThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := alone(Options{PerSecond: 0.5, Burst: 1})
		take(t, l, 1)
		begin := time.Now()
		var all sync.WaitGroup
		all.Go(func() {
			take(t, l, 1)
			if got := time.Since(begin); got < 20*time.Second {
				t.Errorf("a turn after %s, in the pause", got)
			}
		})
		time.Sleep(time.Second)
		l.Pause(begin.Add(10 * time.Second))
		time.Sleep(5 * time.Second)
		l.Pause(begin.Add(20 * time.Second))
		all.Wait()
	})
}

func TestAPauseOfOneProcessThatIsNotWorthTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := alone(Options{})
		l.Pause(time.Now().Add(61 * time.Second))
		paused := func(ctx context.Context, want time.Duration) {
			t.Helper()
			if e, ok := errors.AsType[*PausedError](l.Take(ctx)); !ok || e.RetryAfter() != want {
				t.Errorf("%v, want a pause of %s", e, want)
			}
		}
		paused(t.Context(), 61*time.Second)
		time.Sleep(time.Second)
		short, cancel := context.WithTimeout(t.Context(), 59*time.Second)
		defer cancel()
		paused(short, time.Minute)
		gone, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, interrupt)
		if err := l.Take(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v", err)
		}
		between(t, "the rest of the pause", take(t, l, 1), 59*time.Second, 59*time.Second)
	})
}

// A turn that would come too late is not taken.
func TestADeadlineLeavesTheTurnOfOneProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := alone(Options{PerSecond: 1, Burst: 1})
		take(t, l, 1)
		short, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		begin := time.Now()
		for range 5 {
			if err := l.Take(short); !errors.Is(err, ErrNoRoom) {
				t.Errorf("error = %v", err)
			}
		}
		between(t, "refusing", time.Since(begin), 0, 0)
		between(t, "the turn of one with time", take(t, l, 1), time.Second, time.Second)
	})
}
