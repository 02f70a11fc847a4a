//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory is the greatest resident size, in bytes. The kernels count it in
// KiB, that of macOS in bytes.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	size := int64(usage.Maxrss) // int32 on some systems
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return size
	}
	return size << 10
}
