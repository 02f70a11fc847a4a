package journal

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// uptime is how long the machine runs, which nobody can set as a clock can be set.
// It stands in the line of each process of a run; empty where the system does not
// tell it.
type uptime struct {
	Boot string `json:"boot,omitempty"` // which start of the machine it is counted from
	Up   int64  `json:"up,omitempty"`   // milliseconds since then, sleep included
}

// readUptime asks Linux; elsewhere there are no such files.
func readUptime() uptime {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return uptime{}
	}
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return uptime{}
	}
	first, _, _ := strings.Cut(string(text), " ")
	seconds, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return uptime{}
	}
	return uptime{Boot: strings.TrimSpace(string(boot)), Up: int64(seconds * 1000)}
}

// moment is a time by both clocks.
type moment struct {
	at time.Time
	uptime
}

func present() moment { return moment{time.Now(), readUptime()} }

// setForward is how far the clock was set forward between two moments; 0 = it was
// not, or nobody can tell: the machine was started again, or is another one.
func setForward(from, to moment) time.Duration {
	if from.Boot == "" || from.Boot != to.Boot {
		return 0
	}
	ran := time.Duration(to.Up-from.Up) * time.Millisecond
	return max(to.at.Sub(from.at)-ran, 0)
}

// lateMargin is how much longer than its limit a call is waited for.
const lateMargin = time.Second

// unlimited is how long a call without a limit is waited for.
const unlimited = 5 * time.Minute

// quietFrom is when calls are over whose process began and wrote last at left. It
// is never longer from now than the limit of a call, whatever the clock did
// meanwhile: where the last write lies in the future, nobody knows how long ago it
// was. Time that the clock was set forward by has not passed: it may have been set
// after the last write.
func quietFrom(began, now moment, left time.Time, limit time.Duration) time.Time {
	limit += lateMargin
	if gone := now.at.Sub(left) - setForward(began, now); gone > 0 {
		limit = max(limit-gone, 0)
	}
	return now.at.Add(limit)
}
