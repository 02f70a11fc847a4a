package journal

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"unictl/internal/atomicfile"
)

// lockWait outlasts those who hold a lock only to look or to clean up.
const lockWait = 500 * time.Millisecond

// hold takes the lock of the journal at path until release is called. It
// makes the directory. The lock file stays behind.
func hold(path string) (release func() error, err error) {
	held, over, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), lockWait)
		defer cancel()
		ended <- atomicfile.Locked(ctx, path, func() error {
			close(held)
			<-over
			return nil
		})
	}()
	select {
	case err := <-ended:
		return nil, lockFault(path, err)
	case <-held:
	}
	return sync.OnceValue(func() error {
		close(over)
		return <-ended
	}), nil
}

func lockFault(path string, err error) error {
	if lock, ok := errors.AsType[*atomicfile.LockError](err); ok && lock.Held() {
		return &BusyError{Path: path, PID: holder(path)}
	}
	return &OpenError{Path: path, Err: err}
}

// signLock leaves this process's number for others to name. It is only a
// service: Windows refuses to write to a locked file.
func signLock(path string) {
	_ = os.WriteFile(path+".lock", []byte(strconv.Itoa(os.Getpid())), 0o600)
}

// holder is the process that signed the lock last, or 0.
func holder(path string) int {
	text, err := os.ReadFile(path + ".lock")
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}
