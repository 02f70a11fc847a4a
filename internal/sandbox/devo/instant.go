package devo

import "time"

// instant is a moment in milliseconds since 1970; 0 means never.
type instant int64

func at(t time.Time) instant { return instant(t.UnixMilli()) }

func (i instant) add(d time.Duration) instant { return i + instant(d.Milliseconds()) }

// String writes it as this API does, with no colon in the zone (contract §3.4).
func (i instant) String() string {
	return time.UnixMilli(int64(i)).UTC().Format("2006-01-02T15:04:05.000-0700")
}

const day = 24 * time.Hour
