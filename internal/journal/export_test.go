package journal

// WithSum gives a line its checksum and its end; it has no closing brace.
func WithSum(line string) string { return string(endLine([]byte(line))) }

// QuietFrom is when the calls of a process that is gone are over.
var QuietFrom = quietFrom

// LateMargin is how much longer than its limit a call is waited for.
const LateMargin = lateMargin

// Path is the journal's file.
func (j *Journal) Path() string { return j.path }
