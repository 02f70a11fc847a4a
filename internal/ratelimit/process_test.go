package ratelimit

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"unictl/internal/atomicfile"
)

const (
	roleEnv   = "UNICTL_TEST_TURNS_ROLE"
	folderEnv = "UNICTL_TEST_TURNS_FOLDER"
)

// TestMain is another process that takes turns when a test started it as one.
func TestMain(m *testing.M) {
	role, known := roles()[os.Getenv(roleEnv)]
	if !known {
		m.Run()
		return
	}
	if err := role(shared(os.Getenv(folderEnv))); err != nil {
		panic(err)
	}
}

// roles are what another process can do. Each begins by saying so.
func roles() map[string]func(*Limiter) error {
	return map[string]func(*Limiter) error{"taker": takeMany, "pauser": pauseAll, "holder": holdTheLock}
}

const (
	sharedPerSecond = 50
	sharedBurst     = 10
	sharedTurns     = 40 // of each process
	sharedWorkers   = 4
	sharedPause     = 1500 * time.Millisecond
)

func shared(folder string) *Limiter {
	return open(folder, Options{PerSecond: sharedPerSecond, Burst: sharedBurst, Warn: func(message string) { panic(message) }})
}

// takeMany writes down the time of every turn it gets.
func takeMany(turns *Limiter) error {
	fmt.Println("ready")
	var stamps timestamps
	var all sync.WaitGroup
	for range sharedWorkers {
		all.Go(func() {
			for range sharedTurns / sharedWorkers {
				if err := turns.Take(context.Background()); err != nil {
					panic(err)
				}
				stamps.add(time.Now())
			}
		})
	}
	all.Wait()
	for _, at := range stamps.at {
		fmt.Println(at.UnixNano())
	}
	return nil
}

func pauseAll(turns *Limiter) error {
	until := time.Now().Add(sharedPause)
	turns.Pause(until)
	fmt.Println(until.UnixNano())
	return nil
}

// holdTheLock never lets go of it.
func holdTheLock(turns *Limiter) error {
	return atomicfile.Locked(context.Background(), turns.path, func() error {
		fmt.Println("ready")
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	})
}

// process is this test binary, once more.
type process struct {
	*exec.Cmd
	out *bufio.Scanner
}

// begin starts a process and waits for the first line that it writes.
func begin(t *testing.T, role, folder string) (p process, first string) {
	t.Helper()
	p = process{Cmd: exec.CommandContext(t.Context(), os.Args[0])}
	p.Env = append(os.Environ(), roleEnv+"="+role, folderEnv+"="+folder)
	p.Stderr = os.Stderr
	if _, err := p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewScanner(out)
	p.out.Scan()
	return p, p.out.Text()
}

// end waits for the end of a process and reads the times it wrote.
func (p process) end(t *testing.T, stamps *timestamps) {
	t.Helper()
	for p.out.Scan() {
		stamps.add(timeOf(t, p.out.Text()))
	}
	if err := p.Wait(); err != nil {
		t.Errorf("the other process: %v", err)
	}
}

func timeOf(t *testing.T, line string) time.Time {
	t.Helper()
	var nano int64
	if _, err := fmt.Sscan(strings.TrimSpace(line), &nano); err != nil {
		t.Fatalf("%q is no time: %v", line, err)
	}
	return time.Unix(0, nano)
}

func TestProcessesShareOneLimit(t *testing.T) {
	t.Parallel()
	const processes = 3
	folder := t.TempDir()
	var started []process
	for range processes {
		p, _ := begin(t, "taker", folder)
		started = append(started, p)
	}
	var stamps timestamps
	for _, p := range started {
		p.end(t, &stamps)
	}
	// A worker that is not scheduled at once writes its time down late.
	stamps.judge(t, sharedPerSecond, sharedBurst+processes*sharedWorkers)
	if got := len(stamps.at); got != processes*sharedTurns {
		t.Errorf("%d turns of %d processes, want %d of each", got, processes, sharedTurns)
	}
}

func TestAnotherProcessSeesThePause(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	turns := shared(folder)
	take(t, turns, 1)
	pauser, line := begin(t, "pauser", folder)
	until := timeOf(t, line)
	pauser.end(t, &timestamps{})
	take(t, shared(folder), 1)
	if early := time.Until(until); early > 0 {
		t.Errorf("a turn was taken %s before the end of the pause", early)
	}
}

func TestAProcessThatIsKilledWithTheLock(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	holder, _ := begin(t, "holder", folder)
	var killed atomic.Bool
	ended := make(chan bool)
	go func() {
		take(t, shared(folder), 1)
		ended <- killed.Load()
	}()
	time.Sleep(lockWait / 5) // it finds the lock, most likely
	killed.Store(true)
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // killed
	if after := <-ended; !after {
		t.Error("a turn was taken under the lock of another")
	}
}
