//go:build unix

package rest

import (
	"syscall"
	"time"
)

// cpuTime is what this process has used of the processor; ok is false where
// that cannot be asked.
func cpuTime() (used time.Duration, ok bool) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, false
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), true
}
