package ixon

import "time"

// instant is a moment in seconds since 1970, the precision of this API
// (contract §4); 0 means none and is sent as null.
type instant int64

func at(t time.Time) instant { return instant(t.Unix()) }

func (i instant) add(d time.Duration) instant { return i + instant(d/time.Second) }

func (i instant) append(b []byte) []byte {
	b = append(b, '"')
	b = time.Unix(int64(i), 0).UTC().AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

func parseInstant(s string) (instant, bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Unix() <= 0 {
		return 0, false
	}
	return at(t), true
}

const day instant = 24 * 60 * 60
