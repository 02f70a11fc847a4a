package journal

import "time"

// WithSum gives a line its checksum and its end; it has no closing brace.
func WithSum(line string) string { return string(endLine([]byte(line))) }

// QuietFrom is when the calls of a process that is gone are over. The process began
// at began, when the machine had run for up; by now it runs for ran longer.
func QuietFrom(began, now, left time.Time, ran, limit time.Duration) time.Time {
	const up = 5_000_000
	from := moment{began, uptime{"boot-1", up}}
	to := moment{now, uptime{"boot-1", up + ran.Milliseconds()}}
	return quietFrom(from, to, left, limit)
}

// LateMargin is how much longer than its limit a call is waited for.
const LateMargin = lateMargin

// Path is the journal's file.
func (j *Journal) Path() string { return j.path }
