package config_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"unictl/internal/atomicfile"
	"unictl/internal/config"
)

// editEnv makes the test binary a process that adds ten contexts, named
// after the second word, to the file in the first.
const editEnv = "UNICTL_TEST_EDIT_FILE"

func TestMain(m *testing.M) {
	if job := os.Getenv(editEnv); job != "" {
		path, prefix, _ := strings.Cut(job, "|")
		if err := addContexts(path, prefix); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

func addContexts(path, prefix string) error {
	registry, err := config.NewRegistry(testOptions()...)
	for i := range 10 {
		err = errors.Join(err, config.Edit(context.Background(), path, registry, func(f *config.File) error {
			return f.CreateContext(fmt.Sprintf("%s%d", prefix, i))
		}))
	}
	return err
}

func TestEditAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	var group sync.WaitGroup
	for _, prefix := range []string{"p", "q", "r"} {
		group.Go(func() {
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), editEnv+"="+path+"|"+prefix)
			if out, err := process.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
		group.Go(func() {
			if err := addContexts(path, "go-"+prefix); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	file, err := config.Load(path, newRegistry(t))
	if err != nil || len(file.Contexts()) != 60 {
		t.Errorf("%d contexts, want 60; error = %v", len(file.Contexts()), err)
	}
}

func TestEditWaitsForTheLockUntilTheContextEnds(t *testing.T) {
	path := writeFile(t, twoContexts)
	err := atomicfile.Locked(context.Background(), path, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		defer cancel()
		err := config.Edit(ctx, path, newRegistry(t), func(*config.File) error {
			t.Error("edited without the lock")
			return nil
		})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), path+".lock") {
			t.Errorf("error = %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// unwritable gives a path that cannot be written, for root as well.
func unwritable(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if os.Getuid() > 0 {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, "config.yaml")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(file, "unictl", "config.yaml")
}

func TestEditOfWhatCannotBeWritten(t *testing.T) {
	path := unwritable(t)
	err := edit(t, path, func(f *config.File) error { return f.CreateContext("a") })
	if err == nil || !strings.Contains(err.Error(), "cannot write the settings in "+path) {
		t.Errorf("error = %v", err)
	}
	if err := edit(t, "", func(f *config.File) error { return f.CreateContext("a") }); err == nil || !strings.Contains(err.Error(), config.EnvConfig) {
		t.Errorf("without a path: error = %v", err)
	}
}
