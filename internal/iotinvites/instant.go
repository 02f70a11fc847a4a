package iotinvites

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// Instant is a time in whichever form a server writes it (§2, §5): milliseconds
// since 1970, seconds since 1970, or ISO text. The zero Instant is null, empty or
// absent.
type Instant struct {
	time.Time
	seconds bool // it came as a number of seconds
}

// When is the time in UTC, nil for the zero Instant.
func (i Instant) When() *time.Time {
	if i.IsZero() {
		return nil
	}
	return &i.Time
}

// UnmarshalJSON reads a number or a text.
func (i *Instant) UnmarshalJSON(data []byte) error {
	*i = Instant{}
	text := strings.Trim(string(data), `"`)
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		*i = instantOf(n)
		return nil
	}
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", time.DateTime} {
		if t, err := time.Parse(layout, text); err == nil {
			i.Time = t.UTC()
			return nil
		}
	}
	if text == "" || text == "null" {
		return nil
	}
	return errInstant
}

// lenient is an Instant that is the zero one where it cannot be read: what
// nothing is decided by, since a token is asked for anew when it is refused.
type lenient struct{ Instant }

func (l *lenient) UnmarshalJSON(data []byte) error {
	_ = l.Instant.UnmarshalJSON(data)
	return nil
}

var errInstant = errors.New("a time has none of the forms that are known")

// instantOf tells milliseconds from seconds by their size: the border is 1973
// in the one and the year 5138 in the other.
func instantOf(n float64) Instant {
	const border, most = 1e11, 253402300799e3 // the end of the year 9999
	switch {
	case !(n > 0 && n <= most):
		return Instant{}
	case n < border:
		whole, part := math.Modf(n)
		return Instant{time.Unix(int64(whole), int64(part*1e9)).UTC(), true}
	}
	return Instant{time.UnixMilli(int64(n)).UTC(), false}
}

// expiryOf is the time that a JWT names as its end, unverified: it decides only
// when to ask for the next one. Zero for what is no JWT.
func expiryOf(token string) Instant {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Instant{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Instant{}
	}
	var claims struct {
		Expires Instant `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return Instant{}
	}
	return claims.Expires
}
