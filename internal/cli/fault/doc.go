// Package fault holds what can go wrong: the kinds of error, the exit code and
// the way out of each, and the document that machines read. An error of another
// package speaks for itself: it has ExitCode() int, Hint() string, or both.
package fault
